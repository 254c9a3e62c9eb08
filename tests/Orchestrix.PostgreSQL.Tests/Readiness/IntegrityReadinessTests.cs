using Microsoft.Extensions.Options;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Readiness;
using Orchestrix.PostgreSQL.Tests.Integrity;
using Orchestrix.Readiness;
using Orchestrix.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Readiness;

/// <summary>A log that is not what was sealed, or is not sealed, is what fails, and nothing else.</summary>
public sealed class IntegrityReadinessTests(ReadinessServer server, PostgresFixture fixture)
    : IntegrityTests(fixture), IClassFixture<ReadinessServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("update orchestrix.events set actor = 'other' where position = 3",
        "The event at position 3 is not what it was")]
    [InlineData("delete from orchestrix.events where position = 4", "The event at position 4 is gone")]
    [InlineData("update orchestrix.log_seals set hash = sha256('')",
        "The seal over positions 1 to 10 is not what it was")]
    [InlineData("delete from orchestrix.log_seals; update orchestrix.events set recorded_at = now() - interval '62 s'",
        "10 without a seal, the oldest of them for 6")]
    public async Task What_is_not_as_sealed_is_what_fails(string deed, string says)
    {
        await using var database = await SealedAsync();
        var whole = await FailedAsync(database);

        // As a superuser, for whom neither privileges nor triggers are an obstacle.
        await server.ExecuteAsync(database.Name, $"set session_replication_role = replica; {deed}");

        Broken.Only("persistence.integrity", whole, await FailedAsync(database));
        var result = await MeasureAsync(database);
        Assert.Contains(says, result.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_evidence_says_what_was_compared_and_how_far_the_log_is_sealed()
    {
        await using var database = await SealedAsync();
        var all = await MeasureAsync(database);
        await AppendFullAsync(Open(database.ApplicationConnectionString), 10, 5);
        var more = await MeasureAsync(database);

        Assert.Equal(
            (CheckOutcome.Passed, "positions 1 to 10 are as sealed; sealed up to position 10; none without a seal"),
            (all.Outcome, all.Evidence));
        Assert.Equal(CheckOutcome.Passed, more.Outcome);
        Assert.Matches(
            @"^positions 1 to 10 are as sealed; sealed up to position 10; 5 without a seal, the oldest of them for \d",
            more.Evidence);
    }

    [Fact]
    public async Task A_long_interval_between_seals_is_allowed_for()
    {
        await using var database = await SealedAsync();
        await server.ExecuteAsync(database.Name, """
            set session_replication_role = replica; delete from orchestrix.log_seals;
            update orchestrix.events set recorded_at = now() - interval '2 minutes'
            """);

        Assert.Equal(CheckOutcome.Failed, (await MeasureAsync(database)).Outcome);
        Assert.Equal(CheckOutcome.Passed, (await MeasureAsync(database, TimeSpan.FromMinutes(5))).Outcome);
    }

    private async Task<TestDatabase> SealedAsync()
    {
        var database = await server.CreateDatabaseAsync();
        await AppendFullAsync(Open(database.ApplicationConnectionString), 0, 10);
        await SealAsync(database);
        return database;
    }

    private static async Task<string[]> FailedAsync(TestDatabase database) => Measured.Failed(
        [.. await Measured.RunAsync(database.ApplicationConnectionString), await MeasureAsync(database)]);

    private static async Task<CheckResult> MeasureAsync(TestDatabase database, TimeSpan? interval = null)
    {
        var options = new PostgreSQLOptions { SealInterval = interval ?? TimeSpan.FromSeconds(1) };
        var readiness = new IntegrityReadiness(database.Application, Options.Create(options), TimeProvider.System);
        var results = new List<CheckResult>();
        await foreach (var result in readiness.RunAsync(ReadinessProfile.Development, Stop))
            results.Add(result);
        Assert.Equal(readiness.Checks, results.Select(static result => result.Check));
        return results.Single();
    }
}

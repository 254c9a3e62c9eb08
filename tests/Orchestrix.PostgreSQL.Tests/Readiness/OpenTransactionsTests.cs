using Npgsql;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Readiness;
using Orchestrix.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Readiness;

/// <summary>Transactions that nobody ends, whoever has begun them.</summary>
public sealed class OpenTransactionsTests(ReadinessServer server) : IClassFixture<ReadinessServer>
{
    private const string Idle = "persistence.idle-in-transaction";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_of_the_application_is_found()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var connection = await database.Application.OpenConnectionAsync(Stop);
        await using var transaction = await BeginAsync(connection);
        await Until.TrueAsync(async () => (await FailedAsync(database)).Contains(Idle));

        Broken.Only("persistence.idle-in-transaction", Measured.Lacking, await FailedAsync(database));
    }

    [Fact]
    public async Task A_session_of_another_role_is_found_by_who_may_see_it_and_is_not_denied_by_who_may_not()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var connection = new NpgsqlConnection(database.OwnerConnectionString);
        await connection.OpenAsync(Stop);
        await using var transaction = await BeginAsync(connection);

        Assert.Equal(CheckOutcome.Unknown, (await ResultAsync(database)).Outcome);
        await server.ExecuteAsync("postgres", "grant pg_read_all_stats to orchestrix_app");
        try
        {
            await Until.TrueAsync(async () => (await FailedAsync(database)).Contains(Idle));
            Broken.Only("persistence.idle-in-transaction", Measured.Lacking, await FailedAsync(database));

            await transaction.RollbackAsync(Stop);
            Assert.Equal(CheckOutcome.Passed, (await ResultAsync(database)).Outcome);
        }
        finally
        {
            await server.ExecuteAsync("postgres", "revoke pg_read_all_stats from orchestrix_app");
        }
    }

    [Fact]
    public async Task One_that_was_prepared_and_forgotten_is_found()
    {
        await using var database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync(
            database.Name, "begin; create table public.half (); prepare transaction 'forgotten'");
        try
        {
            await Until.TrueAsync(async () => (await FailedAsync(database)).Contains(Idle));

            Broken.Only("persistence.idle-in-transaction", Measured.Lacking, await FailedAsync(database));
        }
        finally
        {
            await server.ExecuteAsync(database.Name, "rollback prepared 'forgotten'");
        }
    }

    private static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection)
    {
        var transaction = await connection.BeginTransactionAsync(Stop);
        await using var command = new NpgsqlCommand("select 1", connection, transaction);
        await command.ExecuteScalarAsync(Stop);
        return transaction;
    }

    private static async Task<CheckResult> ResultAsync(TestDatabase database) =>
        (await Measured.RunAsync(database.ApplicationConnectionString)).Single(static one => one.Check.Id == Idle);

    private static async Task<string[]> FailedAsync(TestDatabase database) =>
        Measured.Failed(await Measured.RunAsync(database.ApplicationConnectionString));
}

using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Readiness;
using Orchestrix.Tests.Support;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>HTTP APIs answer for their processes, whichever way the cluster is asked.</summary>
[Collection(WholeMachine.Name)]
public sealed class ClientChecksTests : IAsyncLifetime
{
    private const string Clients = "cluster.clients";

    private BankSilo _silo = null!;
    private int _port;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var ports = FreePorts.Take(2);
        _port = ports[1];
        _silo = await BankSilo.StartAsync(ports[0], _port);
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task What_one_of_them_does_wrong_fails_though_all_others_are_well()
    {
        Assert.Equal(CheckOutcome.NotApplicable, (await ResultAsync(Clients)).Outcome);
        await using var well = Start();
        await UntilAsync(count: 1);
        var whole = await FailedAsync();
        Assert.Contains("observability.traces", whole);
        Assert.DoesNotContain("observability.logs", whole);

        await using (var chatty = Start(("Observability__Logging__Json", "false")))
        {
            await UntilAsync(count: 2);
            Broken.Only("observability.logs", whole, await FailedAsync(), "observability.redaction");
            Assert.StartsWith(
                "Bank.Client on ", (await ResultAsync("observability.logs")).Evidence, StringComparison.Ordinal);
            await chatty.StopAsync();
        }
        // Whoever stops says so.
        await UntilAsync(count: 1);
        Assert.Equal(whole, await FailedAsync());

        await using var weak = Start(("Mail__Password", "changeme"));
        await UntilAsync(count: 2);
        Broken.Only("security.default-secrets", whole, await FailedAsync());
        Assert.DoesNotContain(
            "changeme", (await ResultAsync("security.default-secrets")).Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_ends_without_a_word_is_missed()
    {
        await using var well = Start();
        var killed = Start();
        await UntilAsync(count: 2);
        var whole = await FailedAsync();

        await killed.DisposeAsync();

        Broken.Only("cluster.clients", whole, await FailedAsync());
    }

    private ApiProcess Start(params (string Name, string? Value)[] environment) => ApiProcess.Start(
        _port,
        [
            ("DOTNET_ENVIRONMENT", "Staging"), ("Cluster__ClusterId", "bank"), ("Cluster__ServiceId", "bank"),
            .. environment,
        ]);

    private Task UntilAsync(int count) => Until.TrueAsync(async () =>
        (await ResultAsync(Clients)).Evidence.StartsWith(
            FormattableString.Invariant($"{count} have answered"), StringComparison.Ordinal));

    private async Task<CheckResult> ResultAsync(string id) =>
        (await MeasureAsync()).Single(one => one.Check.Id == id);

    private async Task<string[]> FailedAsync() =>
    [
        .. (await MeasureAsync()).Where(static one => one.Outcome == CheckOutcome.Failed)
            .Select(static one => one.Check.Id).Order(StringComparer.Ordinal),
    ];

    private Task<IReadOnlyList<CheckResult>> MeasureAsync() =>
        _silo.Grains.GetGrain<IReadinessGrain>(0).CheckAsync(ReadinessProfile.Production, Stop);
}

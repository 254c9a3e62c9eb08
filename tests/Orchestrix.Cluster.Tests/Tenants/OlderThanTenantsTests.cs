using Orchestrix.Cluster.Tests.Aggregates;
using Orchestrix.Cluster.Tests.Sagas;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Sagas;

namespace Orchestrix.Cluster.Tests.Tenants;

/// <summary>
/// Before keys began with a tenant, one was recorded with events on any stream. Such streams are of the installation
/// and go on.
/// </summary>
public sealed class OlderThanTenantsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly InMemoryEventStore _old = new();

    public async ValueTask InitializeAsync()
    {
        var written = new InMemoryEventStore();
        await using var silo = await SagaSilo.StartAsync(written, new ErrandSaga(2));
        await silo.Grains.GetGrain<IPurseGrain>("from").Put(new Put(10));
        foreach (var key in new[] { "goes-on", "is-cancelled" })
        {
            var errand = silo.Grains.GetGrain<IErrandGrain>(key);
            await errand.StartAsync(new Errand("from", "to", 3));
            await Until.TrueAsync(async () => (await errand.GetAsync()).Steps.Any(static step =>
                step is { Name: "decision", Status: SagaStepStatus.Waiting }));
        }
        await foreach (var one in written.ReadLogAsync(0))
        {
            var commit = new Commit
            {
                Stream = one.Stream,
                ExpectedVersion = ExpectedVersion.Exactly(one.Version - 1),
                CommitId = Guid.NewGuid(),
                Events = [new EventData(one.EventId, one.EventType, one.SchemaVersion, one.Json)],
                CommandId = one.CommitIndex == 0 ? one.CommandId : null,
                Metadata = one.Metadata with { Tenant = "acme" },
            };
            Assert.Equal(AppendStatus.Appended, Assert.Single(await _old.AppendAsync([commit])).Status);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Sagas_and_aggregates_that_recorded_a_tenant_go_on_for_callers_of_none()
    {
        await using var silo = await SagaSilo.StartAsync(_old, new ErrandSaga(2));
        var goesOn = silo.Grains.GetGrain<IErrandGrain>("goes-on");
        var isCancelled = silo.Grains.GetGrain<IErrandGrain>("is-cancelled");

        Assert.Equal(SagaSignalStatus.Received, await goesOn.SignalAsync(new SagaMessage("m1", "go")));
        Assert.True((await isCancelled.CancelAsync(new SagaAct("ops", "because"))).IsAccepted);

        Assert.Equal(SagaStatus.Completed, (await goesOn.WhenEndedAsync(Patience)).Status);
        Assert.Equal(SagaStatus.Compensated, (await isCancelled.WhenEndedAsync(Patience)).Status);
        Assert.Equal(7, (await silo.Grains.GetGrain<IPurseGrain>("from").Put(new Put(0))).Reply);
        Assert.Equal(3, (await silo.Grains.GetGrain<IPurseGrain>("to").Put(new Put(0))).Reply);
    }
}

using Orchestrix.Cluster.Tests.Aggregates;
using Orchestrix.Cluster.Tests.LogConsistency;
using Orchestrix.Cluster.Tests.Sagas;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Commands;
using Orchestrix.DeadLetters;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Inspection;
using Orchestrix.Sagas;

namespace Orchestrix.Cluster.Tests.Tenants;

/// <summary>The second line: a silo refuses what reaches a stream of another tenant, however it came there.</summary>
public sealed class StreamTenantTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly InMemoryEventStore _store = new();
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await SagaSilo.StartAsync(_store, new ErrandSaga());

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Theory]
    [InlineData("globex~p")]
    [InlineData("p")]
    [InlineData("acme")]
    [InlineData("acmes~p")]
    [InlineData("acme/x~p")]
    [InlineData("ACME~p")]
    public async Task An_aggregate_refuses_commands_and_looks_in_the_name_of_another_tenant(string key)
    {
        var purse = _silo.Grains.GetGrain<IPurseGrain>(key);
        await purse.Put(new Put(5));
        In("acme");

        var refused = await Assert.ThrowsAsync<TenantMismatchException>(() => purse.Put(new Put(5)));
        Assert.Equal((ErrorCodes.TenantMismatch, "acme"), (refused.Code, refused.Tenant));
        await Assert.ThrowsAsync<TenantMismatchException>(() => purse.Take(new Take(500)));
        await Assert.ThrowsAsync<TenantMismatchException>(() => purse.CoinsAt(1));
        await Assert.ThrowsAsync<TenantMismatchException>(() => purse.Tentative());
        await Assert.ThrowsAsync<TenantMismatchException>(() => purse.Confirmed());
        Assert.DoesNotContain('~', refused.Message);
        Assert.Equal(1, await _store.ReadHeadAsync());
    }

    [Fact]
    public async Task Events_are_of_the_tenant_of_their_stream_whoever_caused_them()
    {
        var purse = _silo.Grains.GetGrain<IPurseGrain>("acme~p");
        await purse.Put(new Put(1));
        In("acme");
        await purse.Put(new Put(1));
        Assert.Equal((2, 2), (await purse.Tentative(), await purse.Confirmed()));
        In(null);
        await _silo.Grains.GetGrain<IPurseGrain>("p").Put(new Put(1));

        var log = await _store.ReadLogAsync(0).ToListAsync();
        Assert.Equal(["acme", "acme", null], log.Select(static one => one.Metadata.Tenant));
    }

    [Fact]
    public async Task A_journaled_grain_appends_nothing_in_the_name_of_another_tenant()
    {
        In("acme");
        await Assert.ThrowsAnyAsync<Exception>(() => _silo.Grains.GetGrain<ITallyGrain>("globex~t").Add(1));
        Assert.Equal(0, await _store.ReadHeadAsync());

        await _silo.Grains.GetGrain<ITallyGrain>("acme~t").Add(1);
        Assert.Equal("acme", (await _store.ReadLogAsync(0).SingleAsync()).Metadata.Tenant);
    }

    [Fact]
    public async Task A_saga_refuses_another_tenant_and_calls_participants_in_the_name_of_its_own()
    {
        In("acme");
        var foreign = _silo.Grains.GetGrain<IErrandGrain>("globex~e");
        await Assert.ThrowsAsync<TenantMismatchException>(() => foreign.StartAsync(new Errand("a", "b", 1)));
        await Assert.ThrowsAsync<TenantMismatchException>(() => foreign.GetAsync());
        await Assert.ThrowsAsync<TenantMismatchException>(() => foreign.WakeAsync());
        await Assert.ThrowsAsync<TenantMismatchException>(() => foreign.CancelAsync(new SagaAct("eve", "because")));

        await _silo.Grains.GetGrain<IPurseGrain>("acme~from").Put(new Put(10));
        In("globex");
        await _silo.Grains.GetGrain<IPurseGrain>("globex~to").Put(new Put(10));
        In("acme");
        var within = _silo.Grains.GetGrain<IErrandGrain>("acme~within");
        await within.StartAsync(new Errand("acme~from", "acme~to", 3));
        Assert.Equal(SagaStatus.Completed, (await within.WhenEndedAsync(Patience)).Status);
        // The definition names a purse of another tenant: the step is refused for good, and what was taken is put back.
        var across = _silo.Grains.GetGrain<IErrandGrain>("acme~across");
        await across.StartAsync(new Errand("acme~from", "globex~to", 3));
        var ended = await across.WhenEndedAsync(Patience);

        Assert.Equal((SagaStatus.Compensated, ErrorCodes.TenantMismatch), (ended.Status, ended.ReasonCode));
        In(null);
        Assert.Equal(7, (await _silo.Grains.GetGrain<IPurseGrain>("acme~from").Put(new Put(0))).Reply);
        Assert.Equal(10, (await _silo.Grains.GetGrain<IPurseGrain>("globex~to").Put(new Put(0))).Reply);
        await foreach (var one in _store.ReadLogAsync(0))
            Assert.Equal(one.Stream.Tenant, one.Metadata.Tenant);
    }

    [Fact]
    public async Task A_saga_that_the_installation_started_acts_in_the_name_of_its_tenant()
    {
        await _silo.Grains.GetGrain<IPurseGrain>("acme~from").Put(new Put(10));
        var errand = _silo.Grains.GetGrain<IErrandGrain>("acme~by-installation");
        await errand.StartAsync(new Errand("acme~from", "globex~to", 3));

        Assert.Equal(ErrorCodes.TenantMismatch, (await errand.WhenEndedAsync(Patience)).ReasonCode);
    }

    [Fact]
    public async Task Those_who_look_into_the_log_answer_a_tenant_with_its_own()
    {
        foreach (var key in new[] { "acme~p", "globex~p", "p" })
            await _silo.Grains.GetGrain<IPurseGrain>(key).Put(new Put(1));
        In("acme");
        var inspector = _silo.Grains.GetGrain<IStreamInspectorGrain>(0);
        foreach (var stream in new[] { StreamId.For("purse", "globex~p"), StreamId.For("purse", "p") })
        {
            await Assert.ThrowsAsync<TenantMismatchException>(() => inspector.FindAsync(stream, StreamPoint.End));
            await Assert.ThrowsAsync<TenantMismatchException>(() => inspector.GetStateAsync(stream, StreamPoint.End));
            await Assert.ThrowsAsync<TenantMismatchException>(() => inspector.GetEventsAsync(stream, 1, 10));
        }
        var found = await _silo.Grains.GetGrain<ILogInspectorGrain>(0).SearchAsync(new LogSearch());
        Assert.Equal("purse/acme~p", Assert.Single(found.Events).Stream.Value);
        var sagas = _silo.Grains.GetGrain<ISagasGrain>(0);
        Assert.Null(await sagas.FindAsync(StreamId.For("errand", "globex~e")));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => sagas.CountAsync());
        var asked = new DeadLetterFilter { Tenant = "globex" };
        Assert.Empty((await _silo.Grains.GetGrain<IDeadLettersGrain>(0).ListAsync(asked, null, 10)).Letters);
    }

    private static void In(string? tenant) => CallContext.Set(new EventMetadata { Tenant = tenant });
}

using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Readiness;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;
using Orchestrix.TestKit.Faults;
using Orchestrix.Tests.Support;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>What the canary goes through is broken in one place after the other, and it says where it ended.</summary>
public sealed class CanaryTests : IAsyncDisposable
{
    private const string Check = "cluster.canary";

    private BankSilo? _silo;
    private BrokenIndex? _index;
    private BrokenSagas? _sagas;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
    }

    [Fact]
    public async Task A_projection_that_fails_is_found()
    {
        await StartAsync();
        var whole = Failed(await MeasureAsync());
        _index!.IsBroken = true;

        var results = await MeasureAsync();

        Broken.Only("cluster.canary", whole, Failed(results));
        Assert.Matches("^appended after .+, saga completed after .+, not projected after ", Evidence(results));
        _index.IsBroken = false;
    }

    [Fact]
    public async Task A_saga_that_cannot_go_on_is_found()
    {
        await StartAsync();
        var whole = Failed(await MeasureAsync());
        _sagas!.IsBroken = true;

        var results = await MeasureAsync();

        Broken.Only("cluster.canary", whole, Failed(results));
        Assert.Matches("^appended after .+, saga not completed after .+, not projected after ", Evidence(results));
        _sagas.IsBroken = false;
    }

    [Fact]
    public async Task A_run_leaves_four_events_behind_and_no_saga_that_anybody_waits_for()
    {
        await StartAsync();
        var before = await _silo!.Store.ReadHeadAsync(Stop);
        Assert.DoesNotContain(Check, Failed(await MeasureAsync()));

        var page = await _silo.Store.ReadLogPageAsync(before, 100, LogFilter.Everything, Stop);
        Assert.Equal(4, page.Events.Count);
        var stream = Assert.Single(page.Events.Select(static one => one.Stream).Distinct());
        Assert.Equal("orchestrix.canary", stream.GrainType);
        var index = _silo.Services.GetRequiredService<ISagaIndex>();
        Assert.Empty((await index.ListAsync(SagaFilter.Everything, cancellationToken: Stop)).Sagas);
    }

    private static string[] Failed(IEnumerable<CheckResult> results) =>
        [.. results.Where(static one => one.Outcome == CheckOutcome.Failed).Select(static one => one.Check.Id)];

    private static string Evidence(IEnumerable<CheckResult> results) =>
        results.Single(static one => one.Check.Id == Check).Evidence;

    private async Task StartAsync()
    {
        var ports = FreePorts.Take(2);
        var store = new FaultyStore();
        _sagas = new BrokenSagas(store);
        _silo = await BankSilo.StartAsync(ports[0], ports[1], store, add: orchestrix =>
        {
            orchestrix.ConfigureReadiness(static options => options.MaxCanaryTime = TimeSpan.FromSeconds(3));
            orchestrix.Services.AddSingleton<IEventStore>(_sagas);
            orchestrix.Services.AddSingleton<ISagaIndex>(services => _index =
                new BrokenIndex(ActivatorUtilities.CreateInstance<InMemorySagaIndex>(services)));
        });
    }

    private async Task<IReadOnlyList<CheckResult>> MeasureAsync() =>
        await _silo!.Grains.GetGrain<IReadinessGrain>(0).CheckAsync(ReadinessProfile.Production, Stop);

    /// <summary>A store that takes the start of a saga, and nothing that it does then.</summary>
    private sealed class BrokenSagas(IEventStore inner) : PassThroughEventStore(inner)
    {
        public bool IsBroken { get; set; }

        public override Task<IReadOnlyList<AppendResult>> AppendAsync(
            IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default) =>
            IsBroken && commits.Any(static one =>
                one.Stream.GrainType == "orchestrix.canary" && one.ExpectedVersion != ExpectedVersion.Exactly(0))
                ? throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "Down.")
                : base.AppendAsync(commits, cancellationToken);
    }

    /// <summary>A projection whose table takes no rows.</summary>
    private sealed class BrokenIndex(ISagaIndex inner) : ISagaIndex
    {
        public bool IsBroken { get; set; }

        public Task<IReadOnlyList<DueSaga>> FindDueAsync(
            int bucket, DateTimeOffset now, DueSaga? after, int limit, CancellationToken cancellationToken = default) =>
            inner.FindDueAsync(bucket, now, after, limit, cancellationToken);

        public Task<SagaPage> ListAsync(
            SagaFilter filter, SagaPlace? after = null, int maxCount = 100,
            CancellationToken cancellationToken = default) =>
            inner.ListAsync(filter, after, maxCount, cancellationToken);

        public Task<IReadOnlyList<SagaCount>> CountAsync(CancellationToken cancellationToken = default) =>
            inner.CountAsync(cancellationToken);

        public Task<bool> ReportAsync(
            DueSaga saga, DateTimeOffset at, SagaLetter letter, CancellationToken cancellationToken = default) =>
            inner.ReportAsync(saga, at, letter, cancellationToken);

        public Task ApplyAsync(
            Checkpoint owned, long position, IReadOnlyList<SagaChange> changes,
            CancellationToken cancellationToken = default) => IsBroken
            ? throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "Down.")
            : inner.ApplyAsync(owned, position, changes, cancellationToken);
    }
}

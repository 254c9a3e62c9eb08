using Bank.Client.Cluster;
using Bank.Client.Ops.Sampling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Ops;

/// <summary>What the overview draws, from a real silo at a time that the test sets.</summary>
public sealed class OpsSamplerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly CommandClock _clock = new();
    private BankSilo _silo = null!;
    private BankApi _api = null!;
    private OpsSampler _sampler = null!;

    public async ValueTask InitializeAsync()
    {
        var ports = FreePorts.Take(2);
        _silo = await BankSilo.StartAsync(ports[0], ports[1]);
        _api = await BankApi.StartAsync(ports[1]);
        await _api.ReadyAsync();
        _sampler = new OpsSampler(
            _api.Services.GetRequiredService<IClusterClient>(),
            _api.Services.GetRequiredService<ClusterConnection>(), _clock, _time);
        await _sampler.StartAsync(TestContext.Current.CancellationToken);
        // Until its timer exists, time passes it by.
        await Until.TrueAsync(() =>
        {
            _time.Advance(OpsSampler.Period);
            return Task.FromResult(_sampler.Samples.Count > 0);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _sampler.StopAsync(CancellationToken.None);
        _sampler.Dispose();
        _clock.Dispose();
        await _api.DisposeAsync();
        await _silo.DisposeAsync();
    }

    [Fact]
    public async Task A_rate_is_what_the_log_grew_by_since_the_sample_before()
    {
        await NextAsync();
        for (var account = 0; account < 6; account++)
            await _api.PostAsync("/accounts", $$"""{"id":"a{{account}}","owner":"Ada","currency":"EUR"}""");
        while ((await NextAsync()).Head != 6)
        {
        }

        OpsSample[] read = [.. _sampler.Samples.Where(static one => one.Head is not null)];
        Assert.Equal(0, read[0].Head);
        Assert.Null(read[0].EventsPerSecond);
        foreach (var (before, after) in read.Zip(read.Skip(1)))
        {
            Assert.Equal(
                (after.Head - before.Head) / Math.Max(0.001, (after.At - before.At).TotalSeconds),
                after.EventsPerSecond);
        }
        // The clock has heard the commands that this process has served.
        Assert.Contains(_sampler.Samples, static one => one.Commands is { PerSecond: > 0, Median: > 0 });
    }

    [Fact]
    public async Task The_last_minutes_are_kept_and_a_silo_that_is_gone_leaves_a_gap()
    {
        for (var sample = 0; sample < OpsSampler.Capacity + 2; sample++)
            await NextAsync();
        // Once: another one may come meanwhile.
        var kept = _sampler.Samples;
        Assert.Equal(OpsSampler.Capacity, kept.Count);
        Assert.Equal(kept.OrderBy(static one => one.At), kept);

        await _silo.DisposeAsync();
        var gap = await NextAsync();

        Assert.Equal((null, null, null), (gap.Head, gap.EventsPerSecond, gap.EventsBehind));
    }

    /// <summary>A sample of the next period, or of one that was under way.</summary>
    private async Task<OpsSample> NextAsync()
    {
        _time.Advance(OpsSampler.Period);
        var due = _time.GetUtcNow();
        await Until.TrueAsync(() => Task.FromResult(_sampler.Samples[^1].At >= due));
        return _sampler.Samples[^1];
    }
}

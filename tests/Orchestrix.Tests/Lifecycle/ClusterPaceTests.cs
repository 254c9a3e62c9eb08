using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Orchestrix.Lifecycle;
using Orleans.Runtime;

namespace Orchestrix.Tests.Lifecycle;

/// <summary>When work is repeated that a lost silo may make necessary.</summary>
public sealed class ClusterPaceTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _time = new();
    private readonly Members _members = new();

    [Fact]
    public async Task Without_a_change_the_period_passes()
    {
        await using var pace = new ClusterPace(_members, Period, _time, default);
        var next = pace.NextAsync();
        _time.Advance(Period - TimeSpan.FromMilliseconds(1));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await next;
    }

    [Fact]
    public async Task A_change_ends_the_wait()
    {
        await using var pace = new ClusterPace(_members, Period, _time, default);
        var next = pace.NextAsync();
        _members.Change();
        await next;
        Assert.False(pace.NextAsync().IsCompleted);
        _time.Advance(Period);
    }

    [Fact]
    public async Task A_change_during_the_work_is_not_missed()
    {
        await using var pace = new ClusterPace(_members, Period, _time, default);
        var first = pace.NextAsync();
        _time.Advance(Period);
        await first;
        _members.Change();
        await pace.NextAsync();
    }

    [Fact]
    public async Task When_the_membership_service_fails_the_period_is_left()
    {
        await using var pace = new ClusterPace(_members, Period, _time, default);
        _members.Fail();
        for (var round = 0; round < 3; round++)
        {
            var next = pace.NextAsync();
            await Support.WaitFor.TrueAsync(() =>
            {
                _time.Advance(Period / 4);
                return next.IsCompleted;
            });
            await next;
        }
    }

    [Fact]
    public async Task It_ends_when_the_silo_stops()
    {
        using var stopping = new CancellationTokenSource();
        await using var pace = new ClusterPace(_members, Period, _time, stopping.Token);
        var next = pace.NextAsync();
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    private sealed class Members : IClusterMembershipService
    {
        private readonly Channel<ClusterMembershipSnapshot> _updates =
            Channel.CreateUnbounded<ClusterMembershipSnapshot>();

        public ClusterMembershipSnapshot CurrentSnapshot { get; } =
            new(ImmutableDictionary<SiloAddress, ClusterMember>.Empty, MembershipVersion.MinValue);

        public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => _updates.Reader.ReadAllAsync();

        public void Change() => Assert.True(_updates.Writer.TryWrite(CurrentSnapshot));

        public void Fail() => _updates.Writer.Complete(new InvalidOperationException("The service failed."));

        public ValueTask Refresh(MembershipVersion minimumVersion, CancellationToken cancellationToken) =>
            ValueTask.CompletedTask;

        public Task<bool> TryKill(SiloAddress siloAddress) => Task.FromResult(false);
    }
}

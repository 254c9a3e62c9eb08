using System.Diagnostics.Metrics;

namespace Orchestrix.Diagnostics;

/// <content>What is appended to the log.</content>
public sealed partial class OrchestrixMetrics
{
    private AppendGauges? _appendGauges;
    private long _commitsSent;
    private long _commitsConflicted;
    private long _commitsUnconditional;

    /// <summary>
    /// Tells of the appender from now on, and makes the series without labels exist: the first conflict is then an
    /// increase, where a series that begins with 1 is none.
    /// </summary>
    internal void Announce(AppendGauges appender)
    {
        Volatile.Write(ref _appendGauges, appender);
        AppendsConflicted(0);
        AppendsUncertain(0);
        AppendsRefused(0);
        SnapshotsWritten(0);
    }

    /// <summary>Commits that were sent to the store since the start.</summary>
    internal long CommitsSent => Interlocked.Read(ref _commitsSent);

    /// <summary>Those of them that conflicted.</summary>
    internal long CommitsConflicted => Interlocked.Read(ref _commitsConflicted);

    /// <summary>Those of them that were to be appended whatever the version was.</summary>
    internal long CommitsUnconditional => Interlocked.Read(ref _commitsUnconditional);

    internal void BatchSent(int commits, int unconditional, TimeSpan elapsed)
    {
        Interlocked.Add(ref _commitsSent, commits);
        Interlocked.Add(ref _commitsUnconditional, unconditional);
        _appends.BatchSize.Record(commits);
        _appends.Duration.Record(elapsed.TotalSeconds);
    }

    internal void AppendsConflicted(int commits)
    {
        Interlocked.Add(ref _commitsConflicted, commits);
        _appends.Conflicts.Add(commits);
    }

    internal void AppendsUncertain(int commits) => _appends.Uncertain.Add(commits);

    internal void AppendsRefused(int commits) => _appends.Refused.Add(commits);

    private IEnumerable<Measurement<long>> MeasureWaiting() => Measure(static gauges => gauges.Waiting());

    private IEnumerable<Measurement<long>> MeasureCapacity() => Measure(static gauges => gauges.Capacity);

    private IEnumerable<Measurement<long>> MeasureHead() => Measure(static gauges => gauges.Head());

    private IEnumerable<Measurement<long>> Measure(Func<AppendGauges, long> of) =>
        Volatile.Read(ref _appendGauges) is { } gauges ? [new Measurement<long>(of(gauges))] : [];

    /// <summary>How the appender stands, to be asked at each collection.</summary>
    /// <param name="Waiting">Commits that hold a place.</param>
    /// <param name="Capacity">Places.</param>
    /// <param name="Head">The highest position that is known.</param>
    internal sealed record AppendGauges(Func<long> Waiting, long Capacity, Func<long> Head);
}

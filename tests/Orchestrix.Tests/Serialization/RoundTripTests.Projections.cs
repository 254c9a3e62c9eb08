using Orchestrix.Projections;

namespace Orchestrix.Tests.Serialization;

/// <content>What tells about projections and their rebuilds.</content>
public sealed partial class RoundTripTests
{
    private static object[] ProjectionSamples()
    {
        var difference = new RowDifference("[1]", true, false);
        var comparison = new RebuildComparison(4, 5, 1, [difference]);
        var build = new ProjectionBuild(3, 2, 4);
        var rebuild = new ProjectionRebuild
        {
            State = RebuildState.Running,
            Activation = RebuildActivation.Always,
            RequestedBy = "ada",
            RequestedAt = DateTimeOffset.UnixEpoch,
            StartedAt = DateTimeOffset.UnixEpoch.AddSeconds(1),
            UpdatedAt = DateTimeOffset.UnixEpoch.AddSeconds(2),
            FinishedAt = DateTimeOffset.UnixEpoch.AddSeconds(3),
            Owner = "silo",
            Generation = 3,
            Position = 4,
            Target = 9,
            EventsPerSecond = 2.5,
            Reason = "differs",
            Comparison = comparison,
        };
        return
        [
            difference,
            comparison,
            build,
            rebuild,
            RebuildState.Built,
            RebuildActivation.Never,
            RebuildOutcome.Busy,
            ProjectionState.Behind,
            new ProjectionStatus
            {
                Name = "balances",
                Version = 2,
                Generation = 3,
                State = ProjectionState.Stopped,
                Position = 4,
                Head = 9,
                TimeBehind = TimeSpan.FromSeconds(6),
                Owner = "silo",
                Failure = "poison",
                Builds = [build],
                Rebuild = rebuild,
                ParkedStreams = 2,
            },
        ];
    }
}

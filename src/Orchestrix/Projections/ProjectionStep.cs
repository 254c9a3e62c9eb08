using Orchestrix.Events;

namespace Orchestrix.Projections;

/// <summary>What one handler does with one event, and to which row.</summary>
internal sealed record ProjectionStep<TRow>(
    RecordedEvent Recorded, ProjectionHandler<TRow> Handler, object Projected, TRow Blank, object Key);

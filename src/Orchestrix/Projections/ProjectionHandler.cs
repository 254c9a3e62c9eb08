using Orchestrix.Events;

namespace Orchestrix.Projections;

/// <summary>What one call of <c>On</c> said, with the type of the event forgotten.</summary>
internal abstract class ProjectionHandler<TRow>(Type eventType)
{
    public Type EventType { get; } = eventType;

    /// <summary>The event as this handler takes it.</summary>
    public abstract object Wrap(object data, RecordedEvent recorded);

    public abstract TRow? Row(object projected);

    public abstract TRow? Apply(TRow row, object projected);
}

/// <inheritdoc/>
internal sealed class ProjectionHandler<TRow, TEvent>(
    Func<ProjectedEvent<TEvent>, TRow?> row, Func<TRow, ProjectedEvent<TEvent>, TRow?> apply)
    : ProjectionHandler<TRow>(typeof(TEvent))
{
    public override object Wrap(object data, RecordedEvent recorded) =>
        new ProjectedEvent<TEvent>((TEvent)data, recorded);

    public override TRow? Row(object projected) => row((ProjectedEvent<TEvent>)projected);

    public override TRow? Apply(TRow present, object projected) => apply(present, (ProjectedEvent<TEvent>)projected);
}

using Orchestrix.Events;
using Orchestrix.Serialization;

namespace Orchestrix.Projections;

/// <summary>
/// Runs the handlers of a projection over events. First the rows that they touch are named, then, when the store has
/// looked for them, folded. Safe for concurrent use.
/// </summary>
public sealed class ProjectionFold<TRow> where TRow : class
{
    private readonly Projection<TRow> _projection;
    private readonly EventSerializer _serializer;
    private readonly Dictionary<Type, ProjectionHandler<TRow>[]> _handlers;

    /// <summary>Finds the handlers of every registered event type.</summary>
    public ProjectionFold(Projection<TRow> projection, EventTypeRegistry registry, EventSerializer serializer)
    {
        ArgumentNullException.ThrowIfNull(projection);
        ArgumentNullException.ThrowIfNull(registry);
        (_projection, _serializer) = (projection, serializer);
        Filter = projection.FilterFor(registry);
        _handlers = registry.EventTypes.ToDictionary(
            static entry => entry.Type,
            entry => projection.Handlers.Where(one => one.EventType.IsAssignableFrom(entry.Type)).ToArray());
    }

    /// <summary>Which events the projection wants.</summary>
    public LogFilter Filter { get; }

    /// <summary>Names the rows that events touch. Ends before the first event for which that fails.</summary>
    public ProjectionPlan<TRow> Plan(IReadOnlyList<RecordedEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var steps = new List<ProjectionStep<TRow>>(events.Count);
        foreach (var recorded in events)
        {
            var before = steps.Count;
            try
            {
                Add(recorded, steps);
            }
            // Whatever the code of the projection throws, what was before the event is applied.
            catch (Exception exception)
            {
                steps.RemoveRange(before, steps.Count - before);
                return new ProjectionPlan<TRow>(steps, Failed(recorded, exception));
            }
        }
        return new ProjectionPlan<TRow>(steps, null);
    }

    /// <summary>Folds the events of a plan. Ends before the first event for which that fails.</summary>
    /// <param name="plan">What to fold.</param>
    /// <param name="present">The row of a key, or null if it does not exist.</param>
    /// <param name="changed">Takes the rows by their keys; null for a row that is deleted.</param>
    /// <returns>What was thrown, or null.</returns>
    public ProjectionFailedException? Fold(
        ProjectionPlan<TRow> plan, Func<object, TRow?> present, Dictionary<object, TRow?> changed)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(present);
        ArgumentNullException.ThrowIfNull(changed);
        var undo = new List<(object Key, bool WasChanged, TRow? Row)>();
        RecordedEvent? current = null;
        foreach (var step in plan.Steps)
        {
            if (!ReferenceEquals(current, step.Recorded))
            {
                current = step.Recorded;
                undo.Clear();
            }
            try
            {
                var wasChanged = changed.TryGetValue(step.Key, out var row);
                if (!wasChanged)
                    row = present(step.Key);
                undo.Add((step.Key, wasChanged, row));
                changed[step.Key] = Apply(step, row);
            }
            // As above.
            catch (Exception exception)
            {
                for (var index = undo.Count - 1; index >= 0; index--)
                {
                    if (undo[index].WasChanged)
                        changed[undo[index].Key] = undo[index].Row;
                    else
                        changed.Remove(undo[index].Key);
                }
                return Failed(step.Recorded, exception);
            }
        }
        return plan.Failure;
    }

    /// <summary>What is thrown for an event that cannot be taken.</summary>
    public ProjectionFailedException Failed(RecordedEvent recorded, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        return new(_projection.Name, recorded.EventType, recorded.Stream, recorded.Position, cause);
    }

    /// <summary>True if the stream of the event may be parked; else the projection stands still.</summary>
    public bool MayPark(ProjectionFailedException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return _projection.ParkedGrainType is not null && failure.InnerException is not ForeignRowException;
    }

    private void Add(RecordedEvent recorded, List<ProjectionStep<TRow>> steps)
    {
        var data = _serializer.Deserialize(recorded);
        if (!_handlers.TryGetValue(data.GetType(), out var handlers))
            return;
        foreach (var handler in handlers)
        {
            var projected = handler.Wrap(data, recorded);
            if (handler.Row(projected) is not { } blank)
                continue;
            var key = _projection.Shape.KeyOf(blank);
            if (_projection.ParkedGrainType is { } type)
                CheckOwn(recorded.Stream, type, key);
            steps.Add(new ProjectionStep<TRow>(recorded, handler, projected, blank, key));
        }
    }

    private void CheckOwn(StreamId stream, string grainType, object key)
    {
        if (stream.GrainType == grainType && _projection.Shape.KeyValues(key)[0] is string own && own == stream.Key)
            return;
        throw new ForeignRowException(
            $"Projection {_projection.Name} parks streams of {grainType}, so an event touches only rows whose key "
            + "begins with the key of its stream.");
    }

    private TRow? Apply(ProjectionStep<TRow> step, TRow? row)
    {
        var next = step.Handler.Apply(row ?? step.Blank, step.Projected);
        if (next is null)
            return null;
        if (!_projection.Shape.KeyOf(next).Equals(step.Key))
        {
            throw new InvalidOperationException(
                $"A handler of projection {_projection.Name} changed the key of a row; let one call of On delete the "
                + "row and another one make the other.");
        }
        return _projection.Shape.AsKept(next);
    }
}

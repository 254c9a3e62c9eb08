using Orchestrix.Appending;
using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.EventStore;
using Orchestrix.Serialization;
using Orchestrix.Tenants;

namespace Orchestrix.Operators;

/// <summary>
/// Records what operators ask for as events, in the stream <c>operator-acts/{kind}</c>, that of a tenant's operator in
/// <c>operator-acts/{tenant}~{kind}</c>. Record before you act: an act that cannot be recorded is not done. Safe for
/// concurrent use.
/// </summary>
public sealed class OperatorLog
{
    /// <summary>Longest name of an actor, in characters.</summary>
    public const int MaxActorLength = EventStoreLimits.MaxIdLength;

    // A program without a silo writes the same JSON.
    private static readonly EventSerializer Serializer =
        new(new EventTypeRegistryBuilder().AddEvents(OperatorActsJson.Default).Build());

    private readonly Func<Commit, CancellationToken, Task> _append;

    /// <summary>For a silo, which appends in batches.</summary>
    public OperatorLog(IEventAppender appender)
    {
        ArgumentNullException.ThrowIfNull(appender);
        _append = appender.AppendAsync;
    }

    /// <summary>For a program without a silo.</summary>
    public OperatorLog(IEventStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _append = (commit, cancellationToken) => store.AppendAsync([commit], cancellationToken);
    }

    /// <summary>Returns once the event is durable.</summary>
    /// <param name="kind">The kind of what is acted on, such as <c>dead-letters</c>.</param>
    /// <param name="acted">What is asked for.</param>
    /// <param name="actor">Who asks; 1 to <see cref="MaxActorLength"/> characters.</param>
    /// <param name="cause">The event of which this one tells what came; null if there is none.</param>
    /// <param name="cancellationToken">Gives up before it was sent.</param>
    /// <returns>The id of the event.</returns>
    /// <exception cref="ArgumentException">The actor is missing or too long.</exception>
    /// <exception cref="Errors.EventRejectedException">A text cannot be stored.</exception>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached; nothing was
    /// written.</exception>
    /// <exception cref="Errors.UncertainOutcomeException">Whether it was written is not known.</exception>
    public async Task<Guid> RecordAsync(
        string kind, OperatorActed acted, string actor, Guid? cause = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        if (actor.Length > MaxActorLength)
            throw new ArgumentException($"The actor has at most {MaxActorLength} characters.", nameof(actor));
        var context = CallContext.Current with { Actor = actor };
        var data = Serializer.Serialize(acted);
        await _append(
            new Commit
            {
                Stream = StreamId.For(OperatorActed.StreamType, TenantKey.For(CallContext.Tenant, kind)),
                // Nobody decides on what operators asked for before.
                ExpectedVersion = ExpectedVersion.Any,
                CommitId = VersionSevenId.Next(),
                Events = [data],
                Metadata = cause is { } id ? context with { CausationId = id.ToString("D") } : context,
            },
            cancellationToken);
        return data.EventId;
    }
}

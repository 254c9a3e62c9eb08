using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Subscriptions;

namespace Orchestrix.InMemory;

/// <summary>
/// Keeps dead letters and parked streams in this process's memory: for tests and first steps. Passes the same
/// conformance suites as the PostgreSQL store. Safe for concurrent use.
/// </summary>
public sealed partial class InMemoryDeadLetterStore(
    InMemoryCheckpointStore checkpoints, IEventStore store, TimeProvider time) : IDeadLetterStore, IParkingStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Row> _letters = [];
    private long _lastId;

    /// <inheritdoc/>
    public Task<long> OpenAsync(NewDeadLetter letter, CancellationToken cancellationToken = default)
    {
        var sound = DeadLetterRules.Check(letter);
        var now = time.GetUtcNow();
        lock (_gate)
        {
            return Task.FromResult(Open(new DeadLetter
            {
                Id = 0,
                Kind = sound.Kind,
                Source = sound.Source,
                Item = sound.Item,
                State = DeadLetterState.Open,
                Reason = sound.Reason,
                Error = sound.Error,
                Attempts = sound.Attempts,
                FirstFailedAt = sound.FirstFailedAt,
                LastFailedAt = now,
                UpdatedAt = now,
                MessageType = sound.MessageType,
                CorrelationId = sound.CorrelationId,
            }, sound.Payload, staysDiscarded: false).Letter.Id);
        }
    }

    /// <inheritdoc/>
    public Task<DeadLetterPage> ListAsync(
        DeadLetterFilter filter, long? before = null, int maxCount = 100,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        DeadLetterRules.CheckCount(maxCount);
        lock (_gate)
        {
            var found = _letters.Values.Reverse().Select(static row => row.Letter)
                .Where(letter => letter.Id < (before ?? long.MaxValue) && filter.Matches(letter))
                .Take(maxCount + 1).ToArray();
            return Task.FromResult(found.Length > maxCount
                ? new DeadLetterPage(found[..maxCount], found[maxCount - 1].Id)
                : new DeadLetterPage(found, null));
        }
    }

    /// <inheritdoc/>
    public async Task<DeadLetterDetails?> FindAsync(long id, CancellationToken cancellationToken = default)
    {
        DeadLetterDetails details;
        lock (_gate)
        {
            if (!_letters.TryGetValue(id, out var row))
                return null;
            details = new DeadLetterDetails(row.Letter, row.Payload, [.. row.Acts]);
        }
        if (details.Letter.Position is not { } position)
            return details;
        var page = await store.ReadLogPageAsync(position - 1, 1, LogFilter.Everything, cancellationToken)
            .ConfigureAwait(false);
        return page.Events is [var recorded] && recorded.EventId == details.Letter.EventId
            ? details with { Payload = System.Text.Encoding.UTF8.GetString(recorded.Json.Span) }
            : details;
    }

    /// <inheritdoc/>
    public Task<DeadLetterOutcome> DecideAsync(
        long id, DeadLetterActKind act, DeadLetterDecision decision, CancellationToken cancellationToken = default)
    {
        DeadLetterRules.Check(decision);
        lock (_gate)
        {
            return Task.FromResult(
                _letters.TryGetValue(id, out var row) ? Decide(row, act, decision) : DeadLetterOutcome.NotFound);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> DecideAllAsync(
        DeadLetterFilter filter, DeadLetterActKind act, DeadLetterDecision decision, int maxCount = 100,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        DeadLetterRules.Check(decision);
        DeadLetterRules.CheckCount(maxCount);
        lock (_gate)
        {
            var meant = _letters.Values.Where(row => filter.Matches(row.Letter)
                && DeadLetterRules.Decide(row.Letter.State, act) == DeadLetterOutcome.Changed).Take(maxCount).ToArray();
            foreach (var row in meant)
                Decide(row, act, decision);
            return Task.FromResult<IReadOnlyList<long>>([.. meant.Select(static row => row.Letter.Id)]);
        }
    }

    /// <inheritdoc/>
    public Task<DeadLetterOutcome> ResolveAsync(long id, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult(
                !_letters.TryGetValue(id, out var row) ? DeadLetterOutcome.NotFound
                : Settle(row) ? DeadLetterOutcome.Changed
                : row.Letter.State == DeadLetterState.Replayed ? DeadLetterOutcome.Unchanged
                : DeadLetterOutcome.Settled);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<DeadLetterKind, long>> CountUnsettledAsync(
        CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyDictionary<DeadLetterKind, long>>(Enum.GetValues<DeadLetterKind>()
                .ToDictionary(kind => kind, kind => (long)_letters.Values.Count(row =>
                    row.Letter.Kind == kind && !IsSettled(row.Letter))));
        }
    }

    /// <inheritdoc/>
    public Task<int> DeleteSettledAsync(
        DateTimeOffset before, int maxCount = IDeadLetterStore.MaxCount, CancellationToken cancellationToken = default)
    {
        DeadLetterRules.CheckCount(maxCount);
        lock (_gate)
        {
            var old = _letters.Values.Select(static row => row.Letter)
                .Where(letter => IsSettled(letter) && letter.UpdatedAt < before
                    && _parked.Values.All(parked => parked.LetterId != letter.Id))
                .Take(maxCount).Select(static letter => letter.Id).ToArray();
            foreach (var id in old)
                _letters.Remove(id);
            return Task.FromResult(old.Length);
        }
    }

    private static bool IsSettled(DeadLetter letter) =>
        letter.State is DeadLetterState.Replayed or DeadLetterState.Discarded;

    private Row Open(DeadLetter letter, string? payload, bool staysDiscarded)
    {
        var known = _letters.Values.FirstOrDefault(row => row.Letter.Kind == letter.Kind
            && row.Letter.Source == letter.Source && row.Letter.Item == letter.Item);
        if (known is null)
        {
            var row = new Row(letter with { Id = ++_lastId }, payload);
            _letters.Add(_lastId, row);
            return row;
        }
        known.Payload = payload;
        known.Letter = letter with
        {
            Id = known.Letter.Id,
            State = staysDiscarded && known.Letter.State == DeadLetterState.Discarded
                ? DeadLetterState.Discarded : DeadLetterState.Open,
            Attempts = known.Letter.Attempts + letter.Attempts,
            FirstFailedAt = known.Letter.FirstFailedAt,
        };
        return known;
    }

    private DeadLetterOutcome Decide(Row row, DeadLetterActKind act, DeadLetterDecision decision)
    {
        var outcome = DeadLetterRules.Decide(row.Letter.State, act);
        if (outcome == DeadLetterOutcome.Changed)
        {
            var now = time.GetUtcNow();
            row.Letter = row.Letter with { State = DeadLetterRules.After(act), UpdatedAt = now };
            row.Acts.Add(new DeadLetterAct(act, decision.Actor, decision.Reason, now));
        }
        return outcome;
    }

    private bool Settle(Row row)
    {
        if (IsSettled(row.Letter))
            return false;
        row.Letter = row.Letter with { State = DeadLetterState.Replayed, UpdatedAt = time.GetUtcNow() };
        return true;
    }

    private sealed class Row(DeadLetter letter, string? payload)
    {
        public DeadLetter Letter { get; set; } = letter;

        public string? Payload { get; set; } = payload;

        public List<DeadLetterAct> Acts { get; } = [];
    }
}

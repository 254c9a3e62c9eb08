using Orchestrix.Events;
using Orchestrix.Serialization;

namespace Orchestrix.Sagas;

/// <summary>
/// Keeps the rows of an <see cref="ISagaIndex"/> in this process, and follows the log whenever it is asked. For tests
/// and small logs: the first question reads the whole log. Safe for concurrent use.
/// </summary>
// CA1001: neither a semaphore nor a token source holds anything unless its wait handle is asked for.
#pragma warning disable CA1001
public sealed class InMemorySagaIndex(IEventStore store, EventSerializer serializer) : ISagaIndex
#pragma warning restore CA1001
{
    private const string Prefix = "saga.";

    private readonly Dictionary<StreamId, DateTimeOffset> _due = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _position;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DueSaga>> FindDueAsync(
        int bucket, DateTimeOffset now, DueSaga? after, int limit, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await FollowAsync(cancellationToken);
            return
            [
                .. _due
                    .Where(row => row.Value <= now && SagaBucket.Of(row.Key) == bucket)
                    .Select(row => new DueSaga(row.Key, row.Value))
                    .Where(row => after is null || IsAfter(row, after))
                    .OrderBy(row => row.DueAt).ThenBy(row => row.Saga.Value, StringComparer.Ordinal)
                    .Take(limit),
            ];
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (var recorded in store.ReadLogAsync(_position, cancellationToken: cancellationToken))
        {
            if (recorded.EventType.StartsWith(Prefix, StringComparison.Ordinal)
                && serializer.Deserialize(recorded) is SagaEvent { Outlook: { } outlook })
            {
                if (outlook.DueAt is { } due)
                    _due[recorded.Stream] = due;
                else
                    _due.Remove(recorded.Stream);
            }
            _position = recorded.Position;
        }
    }

    private static bool IsAfter(DueSaga row, DueSaga after) =>
        row.DueAt > after.DueAt
        || (row.DueAt == after.DueAt && string.CompareOrdinal(row.Saga.Value, after.Saga.Value) > 0);
}

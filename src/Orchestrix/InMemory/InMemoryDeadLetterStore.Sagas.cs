using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Sagas;

namespace Orchestrix.InMemory;

/// <content>The letters of parked sagas, which the index of sagas opens and resolves.</content>
public sealed partial class InMemoryDeadLetterStore
{
    /// <summary>Opens the letter of a parked saga; what it was started with is in the log.</summary>
    internal void Open(SagaSummary saga, SagaLetter letter, RecordedEvent? start)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var row = Open(new DeadLetter
            {
                Id = 0,
                Kind = DeadLetterKind.Saga,
                Source = saga.Saga.GrainType,
                Item = saga.Saga.Value,
                State = DeadLetterState.Open,
                Reason = saga.ReasonCode ?? "",
                Error = letter.Error,
                Attempts = letter.Attempts,
                FirstFailedAt = saga.ParkedSince ?? now,
                LastFailedAt = saga.ParkedSince ?? now,
                UpdatedAt = now,
                Stream = saga.Saga,
                Position = start?.Position,
                Version = start?.Version,
                MessageType = start?.EventType,
                EventId = start?.EventId,
                CorrelationId = letter.CorrelationId,
            }, payload: null, staysDiscarded: false);
            // A saga counts over all its parkings.
            row.Letter = row.Letter with { Attempts = letter.Attempts };
        }
    }

    /// <summary>Resolves the letter of a saga that has gone on, if it has an unsettled one.</summary>
    internal void Resolve(StreamId saga)
    {
        lock (_gate)
        {
            var row = _letters.Values.FirstOrDefault(each =>
                each.Letter.Kind == DeadLetterKind.Saga && each.Letter.Item == saga.Value);
            if (row is not null)
                Settle(row);
        }
    }
}

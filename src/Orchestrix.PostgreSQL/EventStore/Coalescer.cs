using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>
/// Answers many questions with one statement. A question that is asked while few statements are under way is sent at
/// once and alone; what is asked meanwhile shares the next one. Nobody waits for company. Safe for concurrent use.
/// </summary>
/// <param name="answer">Answers questions, one answer for each, in their order.</param>
/// <param name="maxUnderWay">Most statements under way.</param>
/// <param name="maxQuestions">Most questions of one statement.</param>
/// <param name="maxWaiting">Most questions that wait; more are refused.</param>
internal sealed class Coalescer<TQuestion, TAnswer>(
    Func<TQuestion[], Task<IReadOnlyList<TAnswer>>> answer, int maxUnderWay, int maxQuestions, int maxWaiting)
{
    private readonly Lock _gate = new();
    private readonly Queue<Asked> _waiting = new();
    private int _underWay;

    /// <exception cref="EventStoreUnavailableException">Too many questions wait, or the statement failed.</exception>
    public Task<TAnswer> AskAsync(TQuestion question, CancellationToken cancellationToken)
    {
        var asked = new Asked(question);
        lock (_gate)
        {
            if (_waiting.Count >= maxWaiting)
            {
                return Task.FromException<TAnswer>(new EventStoreUnavailableException(ErrorCodes.Overloaded,
                    $"{maxWaiting} reads are waiting (PostgreSQLOptions.MaxWaitingReads); try again later."));
            }
            _waiting.Enqueue(asked);
            if (_underWay < maxUnderWay)
            {
                _underWay++;
                // The statements belong to no grain: they must not inherit a grain's scheduler or request context.
                using (ExecutionContext.SuppressFlow())
                    _ = Task.Run(AnswerAllAsync, CancellationToken.None);
            }
        }
        return cancellationToken.CanBeCanceled
            ? asked.Answer.Task.WaitAsync(cancellationToken) : asked.Answer.Task;
    }

    private async Task AnswerAllAsync()
    {
        while (Take() is { Length: > 0 } batch)
        {
            try
            {
                var answers = await answer(Array.ConvertAll(batch, static asked => asked.Question))
                    .ConfigureAwait(false);
                if (answers.Count != batch.Length)
                    throw new InvalidOperationException($"{answers.Count} of {batch.Length} reads were answered.");
                for (var index = 0; index < batch.Length; index++)
                    batch[index].Answer.SetResult(answers[index]);
            }
            // Serves every grain of the silo, so each failure goes to those who wait, and the work goes on.
            catch (Exception exception)
            {
                foreach (var asked in batch)
                    asked.Answer.SetException(OwnFailure(exception));
            }
        }
    }

    private Asked[] Take()
    {
        lock (_gate)
        {
            var batch = new Asked[Math.Min(_waiting.Count, maxQuestions)];
            for (var index = 0; index < batch.Length; index++)
                batch[index] = _waiting.Dequeue();
            if (batch.Length == 0)
                _underWay--;
            return batch;
        }
    }

    /// <summary>Orleans marks exceptions while they travel, so two callers never share one.</summary>
    private static Exception OwnFailure(Exception exception) => exception is EventStoreUnavailableException unavailable
        ? new EventStoreUnavailableException(unavailable.Code, unavailable.Message, unavailable.InnerException)
        : new InvalidOperationException("A read failed.", exception);

    private sealed class Asked(TQuestion question)
    {
        public TQuestion Question { get; } = question;

        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

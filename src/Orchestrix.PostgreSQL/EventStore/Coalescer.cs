using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>
/// Answers many questions with one statement. A question that is asked while few statements are under way is sent at
/// once and alone; what is asked meanwhile shares the next one. Nobody waits for company. Safe for concurrent use.
/// </summary>
/// <param name="answer">Answers questions, one answer for each, in their order.</param>
/// <param name="isOutage">
/// True for failures that would meet every other question as well: whoever waits is told the same at once. After any
/// other failure each question is asked alone, so that none fails for another.
/// </param>
/// <param name="maxUnderWay">Most statements under way.</param>
/// <param name="maxQuestions">Most questions of one statement.</param>
/// <param name="maxWaiting">Most questions that wait; more are refused.</param>
internal sealed class Coalescer<TQuestion, TAnswer>(
    Func<TQuestion[], Task<IReadOnlyList<TAnswer>>> answer, Func<Exception, bool> isOutage, int maxUnderWay,
    int maxQuestions, int maxWaiting)
{
    private readonly Lock _gate = new();
    private readonly Queue<Asked> _waiting = new();
    private int _underWay;

    /// <exception cref="EventStoreUnavailableException">Too many questions wait, or the statement failed.</exception>
    public Task<TAnswer> AskAsync(TQuestion question, CancellationToken cancellationToken)
    {
        var asked = new Asked(question, cancellationToken);
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
            if (await TryAnswerAsync(batch).ConfigureAwait(false) is not { } outage)
                continue;
            // Making them wait through another deadline, and those behind them through one more, would outlast all.
            foreach (var asked in TakeAll())
                asked.Answer.TrySetException(OwnFailure(outage));
        }
    }

    /// <summary>Answers a batch, and never throws; returns the outage if there is one.</summary>
    private async Task<Exception?> TryAnswerAsync(Asked[] batch)
    {
        try
        {
            var answers = await answer(Array.ConvertAll(batch, static asked => asked.Question)).ConfigureAwait(false);
            if (answers.Count != batch.Length)
                throw new InvalidOperationException($"{answers.Count} of {batch.Length} reads were answered.");
            for (var index = 0; index < batch.Length; index++)
                batch[index].Answer.TrySetResult(answers[index]);
            return null;
        }
        // Serves every grain of the silo, so each failure goes to those who wait, and the work goes on.
        catch (Exception exception)
        {
            var outage = isOutage(exception) ? exception : null;
            if (outage is null && batch.Length > 1)
                return await AnswerAloneAsync(batch).ConfigureAwait(false);
            foreach (var asked in batch)
                asked.Answer.TrySetException(OwnFailure(exception));
            return outage;
        }
    }

    private async Task<Exception?> AnswerAloneAsync(Asked[] batch)
    {
        Exception? outage = null;
        foreach (var asked in batch)
        {
            if (outage is null)
                outage = await TryAnswerAsync([asked]).ConfigureAwait(false);
            else
                asked.Answer.TrySetException(OwnFailure(outage));
        }
        return outage;
    }

    private Asked[] Take()
    {
        lock (_gate)
        {
            var batch = new List<Asked>(Math.Min(_waiting.Count, maxQuestions));
            while (batch.Count < maxQuestions && _waiting.TryDequeue(out var asked))
            {
                // Who has gone has no use for an answer.
                if (!asked.HasGone)
                    batch.Add(asked);
            }
            if (batch.Count == 0)
                _underWay--;
            return [.. batch];
        }
    }

    private Asked[] TakeAll()
    {
        lock (_gate)
        {
            var all = _waiting.ToArray();
            _waiting.Clear();
            return all;
        }
    }

    /// <summary>Orleans marks exceptions while they travel, so two callers never share one.</summary>
    private static Exception OwnFailure(Exception exception) => exception is EventStoreUnavailableException unavailable
        ? new EventStoreUnavailableException(unavailable.Code, unavailable.Message, unavailable.InnerException)
        : new InvalidOperationException("A read failed.", exception);

    private sealed class Asked(TQuestion question, CancellationToken cancellationToken)
    {
        public TQuestion Question { get; } = question;

        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool HasGone => cancellationToken.IsCancellationRequested;
    }
}

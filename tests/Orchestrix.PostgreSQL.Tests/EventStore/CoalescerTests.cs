using Orchestrix.Errors;
using Orchestrix.PostgreSQL.EventStore;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

public sealed class CoalescerTests
{
    private readonly TaskCompletionSource _gate = new();
    private readonly List<int[]> _batches = [];
    private readonly Lock _lock = new();

    [Fact]
    public async Task A_question_is_asked_at_once_and_what_comes_meanwhile_shares_the_next_statement()
    {
        var coalescer = Open(maxUnderWay: 1, maxQuestions: 8);
        var first = coalescer.AskAsync(0, CancellationToken.None);
        await Until(() => _batches.Count == 1);
        var rest = Enumerable.Range(1, 20).Select(n => coalescer.AskAsync(n, CancellationToken.None)).ToArray();
        _gate.SetResult();

        Assert.Equal(Enumerable.Range(0, 21).Select(n => -n), await Task.WhenAll([first, .. rest]));
        Assert.Equal([1, 8, 8, 4], _batches.Select(batch => batch.Length));
    }

    [Fact]
    public async Task A_failure_reaches_everyone_who_waits_as_an_exception_of_its_own_and_the_work_goes_on()
    {
        var coalescer = Open(maxUnderWay: 1, maxQuestions: 8);
        var first = coalescer.AskAsync(0, CancellationToken.None);
        await Until(() => _batches.Count == 1);
        var failing = new[]
        {
            coalescer.AskAsync(666, CancellationToken.None), coalescer.AskAsync(1, CancellationToken.None),
        };
        _gate.SetResult();
        await first;

        var failures = await Task.WhenAll(failing.Select(each =>
            Assert.ThrowsAsync<EventStoreUnavailableException>(() => each)));
        Assert.NotSame(failures[0], failures[1]);
        Assert.Equal(-7, await coalescer.AskAsync(7, CancellationToken.None));
    }

    [Fact]
    public async Task More_questions_than_may_wait_are_refused_at_once()
    {
        var coalescer = Open(maxUnderWay: 1, maxQuestions: 1);
        var first = coalescer.AskAsync(0, CancellationToken.None);
        await Until(() => _batches.Count == 1);
        var waiting = Enumerable.Range(1, 10).Select(n => coalescer.AskAsync(n, CancellationToken.None)).ToArray();

        var refused = await Assert.ThrowsAsync<EventStoreUnavailableException>(() =>
            coalescer.AskAsync(11, CancellationToken.None));
        Assert.Equal(ErrorCodes.Overloaded, refused.Code);
        _gate.SetResult();
        await Task.WhenAll([first, .. waiting]);
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_disturb_the_others()
    {
        var coalescer = Open(maxUnderWay: 1, maxQuestions: 8);
        var first = coalescer.AskAsync(0, CancellationToken.None);
        await Until(() => _batches.Count == 1);
        using var cancellation = new CancellationTokenSource();
        var given = coalescer.AskAsync(1, cancellation.Token);
        var other = coalescer.AskAsync(2, CancellationToken.None);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        _gate.SetResult();
        Assert.Equal((0, -2), (await first, await other));
    }

    [Fact]
    public async Task Who_has_given_up_is_not_asked_for()
    {
        var coalescer = Open(maxUnderWay: 1, maxQuestions: 8);
        var first = coalescer.AskAsync(0, CancellationToken.None);
        await Until(() => _batches.Count == 1);
        using var cancellation = new CancellationTokenSource();
        _ = coalescer.AskAsync(1, cancellation.Token);
        var other = coalescer.AskAsync(2, CancellationToken.None);
        await cancellation.CancelAsync();
        _gate.SetResult();
        await Task.WhenAll(first, other);

        Assert.Equal([2], _batches[1]);
    }

    [Fact]
    public async Task In_an_outage_nobody_waits_through_the_deadline_of_another()
    {
        var coalescer = Open(maxUnderWay: 1, maxQuestions: 8);
        var first = coalescer.AskAsync(666, CancellationToken.None);
        await Until(() => _batches.Count == 1);
        var behind = Enumerable.Range(1, 20).Select(n => coalescer.AskAsync(n, CancellationToken.None)).ToArray();
        _gate.SetResult();

        foreach (var each in behind.Prepend(first))
            await Assert.ThrowsAsync<EventStoreUnavailableException>(() => each);
        Assert.Single(_batches);
        Assert.Equal(-7, await coalescer.AskAsync(7, CancellationToken.None));
    }

    [Fact]
    public async Task A_question_that_cannot_be_answered_fails_alone()
    {
        var coalescer = Open(maxUnderWay: 1, maxQuestions: 8);
        var first = coalescer.AskAsync(0, CancellationToken.None);
        await Until(() => _batches.Count == 1);
        var rest = Enumerable.Range(310, 8).Select(n => coalescer.AskAsync(n, CancellationToken.None)).ToArray();
        _gate.SetResult();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => rest[3]);
        Assert.IsType<InvalidDataException>(failure.InnerException);
        var answers = await Task.WhenAll(rest.Where((_, at) => at != 3));
        Assert.Equal([-310, -311, -312, -314, -315, -316, -317], answers);
        await first;
    }

    [Fact]
    public async Task An_outage_while_each_is_asked_alone_ends_the_asking()
    {
        var coalescer = Open(maxUnderWay: 1, maxQuestions: 8);
        var first = coalescer.AskAsync(0, CancellationToken.None);
        await Until(() => _batches.Count == 1);
        var rest = new[] { 1, 313, 666, 2 }.Select(n => coalescer.AskAsync(n, CancellationToken.None)).ToArray();
        _gate.SetResult();

        await Task.WhenAll(first, rest[0]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => rest[1]);
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => rest[2]);
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => rest[3]);
        Assert.Equal([[0], [1, 313, 666, 2], [1], [313], [666]], _batches);
    }

    private Coalescer<int, int> Open(int maxUnderWay, int maxQuestions) =>
        new(
            AnswerAsync, static exception => exception is EventStoreUnavailableException, maxUnderWay, maxQuestions,
            maxWaiting: 10 + (20 * (maxQuestions / 8)));

    private async Task<IReadOnlyList<int>> AnswerAsync(int[] questions)
    {
        lock (_lock)
            _batches.Add(questions);
        await _gate.Task;
        if (Array.IndexOf(questions, 313) >= 0)
            throw new InvalidDataException("313 cannot be read.");
        return Array.IndexOf(questions, 666) >= 0
            ? throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "The number of the beast.")
            : Array.ConvertAll(questions, static n => -n);
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
            await Task.Yield();
    }
}

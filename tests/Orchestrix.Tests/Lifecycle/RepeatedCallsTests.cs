using Orchestrix.Lifecycle;

namespace Orchestrix.Tests.Lifecycle;

/// <summary>Nobody waits for the slowest, and nobody is told the same thing 32 times.</summary>
public sealed class RepeatedCallsTests
{
    private readonly int[] _made = new int[3];
    private readonly List<string> _told = [];
    private readonly RepeatedCalls _calls;
    private Func<int, Task> _answer = static _ => Task.CompletedTask;

    public RepeatedCallsTests() => _calls = new RepeatedCalls(
        Enumerable.Range(0, _made.Length).Select(index => (Func<Task>)(() =>
        {
            _made[index]++;
            return _answer(index);
        })),
        exception => _told.Add(exception.Message));

    [Fact]
    public void One_that_does_not_come_back_holds_up_no_other_and_is_not_made_twice_at_a_time()
    {
        var silence = new TaskCompletionSource();
        _answer = index => index == 1 ? silence.Task : Task.CompletedTask;
        for (var round = 0; round < 5; round++)
            _calls.MakeAll();
        Assert.Equal([5, 1, 5], _made);

        silence.SetResult();
        _calls.MakeAll();
        Assert.Equal([6, 2, 6], _made);
    }

    /// <summary>Its silo was lost: that the members have changed was the reason to call.</summary>
    [Fact]
    public void One_that_fails_after_its_time_has_come_again_is_made_at_once()
    {
        var lost = new TaskCompletionSource();
        _answer = index => index == 1 && _made[1] == 1 ? lost.Task : Task.CompletedTask;
        _calls.MakeAll();
        _calls.MakeAll();

        lost.SetException(new TimeoutException());
        Assert.Equal([2, 2, 2], _made);
    }

    [Fact]
    public void One_that_fails_waits_for_its_time()
    {
        _answer = static _ => Task.FromException(new TimeoutException());
        _calls.MakeAll();

        Assert.Equal([1, 1, 1], _made);
    }

    [Fact]
    public void Failures_are_told_once_until_all_is_well_again()
    {
        _answer = static index => Task.FromException(new TimeoutException($"{index}"));
        _calls.MakeAll();
        _calls.MakeAll();
        _answer = static index => index == 2 ? Task.FromException(new TimeoutException("2")) : Task.CompletedTask;
        _calls.MakeAll();
        Assert.Equal(["0"], _told);

        _answer = static _ => Task.CompletedTask;
        _calls.MakeAll();
        _answer = static index => index == 1 ? Task.FromException(new TimeoutException("1")) : Task.CompletedTask;
        _calls.MakeAll();
        Assert.Equal(["0", "1"], _told);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Sagas;
using Orleans.Runtime;

namespace Orchestrix.Tests.Sagas;

/// <summary>Who is woken when, and who has to wait for whom.</summary>
public sealed class OverdueSagasTests
{
    private static readonly SagaOptions Options = new()
    {
        ScanConcurrency = 3,
        WatchAfter = TimeSpan.FromSeconds(3),
        MaxWakeInterval = TimeSpan.FromSeconds(10),
    };

    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _woken = [];
    private readonly OverdueSagas _sagas;
    private readonly List<bool> _again = [];
    private readonly List<(string Saga, int Tries)> _reports = [];
    private Func<string, Task> _answer = static _ => Task.CompletedTask;

    public OverdueSagasTests() => _sagas = new OverdueSagas(
        (saga, isAgain) =>
        {
            _woken.Add(saga.Key);
            _again.Add(isAgain);
            return _answer(saga.Key);
        },
        (due, tries, _) =>
        {
            _reports.Add((due.Saga.Key, tries));
            return Task.CompletedTask;
        },
        Options, _time, NullLogger.Instance);

    /// <summary>After a loss some sagas hang on another lost silo until a call times out.</summary>
    [Fact]
    public async Task Sagas_that_do_not_answer_hold_up_no_other()
    {
        var silence = new TaskCompletionSource();
        _answer = key => key is "1" or "2" ? silence.Task : Task.CompletedTask;
        var scan = _sagas.WakeAsync([.. Enumerable.Range(1, 50).Select(number => Due($"{number}"))]);

        Assert.Equal(50, _woken.Count);
        Assert.False(scan.IsCompleted);
        silence.SetResult();
        await scan;
    }

    [Fact]
    public Task No_more_than_allowed_are_woken_at_the_same_time() => OnOneSchedulerAsync(async () =>
    {
        var silence = new TaskCompletionSource();
        _answer = _ => silence.Task;
        var scan = _sagas.WakeAsync([.. Enumerable.Range(1, 50).Select(number => Due($"{number}"))]);

        Assert.Equal(Options.ScanConcurrency, _woken.Count);
        silence.SetResult();
        await scan;
        Assert.Equal(50, _woken.Count);
    });

    [Fact]
    public async Task One_that_stays_overdue_is_left_alone_for_longer_and_longer()
    {
        var seconds = new List<int>();
        for (var second = 0; second <= 30; second++, _time.Advance(TimeSpan.FromSeconds(1)))
        {
            await ScanAsync(Due("slow"));
            if (_woken.Count == 0)
                continue;
            seconds.Add(second);
            _woken.Clear();
        }
        Assert.Equal([0, 3, 9, 19, 29], seconds);
    }

    [Fact]
    public async Task One_that_has_gone_on_is_woken_at_once_when_it_is_overdue_again()
    {
        await ScanAsync(Due("one"));
        _time.Advance(TimeSpan.FromSeconds(1));
        await ScanAsync(Due("one") with { DueAt = _time.GetUtcNow() });

        Assert.Equal(["one", "one"], _woken);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task One_whose_silo_was_lost_is_woken_by_the_next_scan(bool isLost, int times)
    {
        _answer = _ => Task.FromException(
            isLost ? new SiloUnavailableException() : new InvalidOperationException("It cannot be loaded."));
        await ScanAsync(Due("one"));
        await ScanAsync(Due("one"));

        Assert.Equal(times, _woken.Count);
    }

    [Fact]
    public async Task One_that_cannot_be_loaded_is_tried_elsewhere_and_then_reported_until_it_can()
    {
        _answer = _ => Task.FromException(new InvalidOperationException("It cannot be loaded."));
        await ScanForAsync(seconds: 20);
        Assert.Equal([false, true, true, true], _again);
        Assert.Equal([("one", 3), ("one", 4)], _reports);

        _answer = static _ => Task.CompletedTask;
        await ScanForAsync(seconds: 10);
        _answer = _ => Task.FromException(new InvalidOperationException("It cannot be loaded."));
        await ScanForAsync(seconds: 20);
        Assert.Equal(2, _reports.Count);
    }

    public static TheoryData<Exception> Outages =>
    [
        new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "Down for a moment."),
        new SiloUnavailableException(), new TimeoutException(), new OperationCanceledException(),
    ];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task An_outage_says_nothing_about_a_saga(Exception outage)
    {
        _answer = _ => Task.FromException(outage);
        await ScanForAsync(seconds: 60);

        Assert.Empty(_reports);
    }

    [Fact]
    public async Task A_report_that_fails_is_made_again_and_holds_up_nobody()
    {
        var isDown = true;
        var reports = 0;
        var sagas = new OverdueSagas(
            (saga, _) => saga.Key == "one" ? Task.FromException(new InvalidOperationException()) : Task.CompletedTask,
            (_, _, _) =>
            {
                reports++;
                return isDown ? Task.FromException(new TimeoutException()) : Task.CompletedTask;
            },
            Options, _time, NullLogger.Instance);

        for (var second = 0; second < 40; second++, _time.Advance(TimeSpan.FromSeconds(1)))
        {
            sagas.Begin();
            await sagas.WakeAsync([Due("one"), Due("two")]);
            sagas.End();
            isDown = second < 15;
        }
        Assert.InRange(reports, 2, 4);
    }

    private async Task ScanForAsync(int seconds)
    {
        for (var second = 0; second < seconds; second++, _time.Advance(TimeSpan.FromSeconds(1)))
            await ScanAsync(Due("one"));
    }

    /// <summary>As a grain does: those who waited for the same go on one after the other.</summary>
    private static Task OnOneSchedulerAsync(Func<Task> act) => Task.Factory.StartNew(
        act, CancellationToken.None, TaskCreationOptions.None,
        new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    private async Task ScanAsync(DueSaga due)
    {
        _sagas.Begin();
        await _sagas.WakeAsync([due]);
        _sagas.End();
    }

    private static DueSaga Due(string key) => new(StreamId.For("transfer", key), DateTimeOffset.UnixEpoch);
}

using System.Collections;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Orchestrix.Appending;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Feed;

namespace Orchestrix.Tests.Appending;

/// <content>Whatever breaks, every caller gets an answer, and a true one.</content>
public sealed partial class BatchingAppenderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_listener_of_the_metrics_that_throws_harms_nobody()
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, _meters))
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => throw new InvalidOperationException("Listener."));
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("Listener."));
        listener.Start();
        var appender = Start();

        foreach (var expected in new[] { AppendStatus.Appended, AppendStatus.Conflict })
        {
            var result = await appender.AppendAsync(Commit("a")).WaitAsync(Patience, TimeProvider.System);
            Assert.Equal(expected, result.Status);
        }
        _store.BeforeAppend = batch => throw new UncertainOutcomeException(batch[0].Stream, batch[0].CommitId, null);
        await Assert.ThrowsAsync<UncertainOutcomeException>(() =>
            appender.AppendAsync(Commit("b")).WaitAsync(Patience, TimeProvider.System));
    }

    [Fact]
    public async Task Answers_that_break_off_leave_the_rest_uncertain_and_the_appender_alive()
    {
        _appender = new BatchingAppender(
            new SilentStore(_store, static results => new BreakingAnswers(results)),
            Options.Create(new AppenderOptions { Lanes = 1 }), _time, _metrics, new LogHead());
        _store.BeforeAppend = batch => _batches.Count == 0 ? RememberAndWait(batch, _gate) : Remember(batch);
        var first = _appender.AppendAsync(Commit("first"));
        await Until(() => _batches.Count == 1);
        var answers = Hand(_appender, 3);
        _gate.SetResult();

        await Task.WhenAll(first, answers[0]).WaitAsync(Patience, TimeProvider.System);
        foreach (var broken in answers[1..])
        {
            await Assert.ThrowsAsync<UncertainOutcomeException>(() =>
                broken.WaitAsync(Patience, TimeProvider.System));
        }
        Assert.Equal(5, (await AppendLaterAsync()).LastPosition);
    }

    /// <summary>What comes before the broken batch is put away is told that nothing was sent. It comes again.</summary>
    private async Task<AppendResult> AppendLaterAsync()
    {
        while (true)
        {
            try
            {
                return await _appender!.AppendAsync(Commit("later")).WaitAsync(Patience, TimeProvider.System);
            }
            catch (EventStoreUnavailableException told) when (
                told.Message.Contains("Nothing was written", StringComparison.Ordinal))
            {
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task If_the_pump_breaks_nobody_waits_for_ever_and_what_was_not_sent_is_told_so()
    {
        var (gate, time) = (new TaskCompletionSource(), new BreakableTime());
        _store.BeforeAppend = batch => RememberAndWait(batch, gate);
        _appender = new BatchingAppender(
            _store, Options.Create(new AppenderOptions { Lanes = 1 }), time, _metrics, new LogHead());
        var first = _appender.AppendAsync(Commit("first"));
        await Until(() => _batches.Count == 1);
        var behind = Hand(_appender, 3);
        time.IsBroken = true;
        gate.SetResult();

        Assert.Equal(AppendStatus.Appended, (await first).Status);
        foreach (var answer in behind)
        {
            await Assert.ThrowsAsync<EventStoreUnavailableException>(() =>
                answer.WaitAsync(Patience, TimeProvider.System));
        }
        time.IsBroken = false;
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() =>
            _appender.AppendAsync(Commit("later")).WaitAsync(Patience, TimeProvider.System));
    }

    [Fact]
    public async Task A_store_that_dies_while_a_bad_commit_is_looked_for_is_not_asked_again()
    {
        var gate = new TaskCompletionSource();
        _store.BeforeAppend = async batch =>
        {
            _batches.Add(batch);
            if (_batches.Count == 1)
                await gate.Task;
            if (_batches.Count == 2)
                throw new CommitRejectedException("One of them is not liked.");
            if (_batches.Count == 3)
                throw new UncertainOutcomeException(batch[0].Stream, batch[0].CommitId, null);
        };
        var appender = Start();
        var first = appender.AppendAsync(Commit("first"));
        await Until(() => _batches.Count == 1);
        var answers = Hand(appender, 8);
        gate.SetResult();
        await first;

        foreach (var sent in answers[..4])
            await Assert.ThrowsAsync<UncertainOutcomeException>(() => sent);
        foreach (var unsent in answers[4..])
            await Assert.ThrowsAsync<EventStoreUnavailableException>(() => unsent);
        Assert.Equal([1, 8, 4], _batches.Select(batch => batch.Count));
    }

    [Fact]
    public async Task What_waits_behind_a_store_that_refuses_is_told_the_true_reason()
    {
        var gate = new TaskCompletionSource();
        _store.BeforeAppend = async batch =>
        {
            _batches.Add(batch);
            await gate.Task;
            throw new EventStoreUnavailableException(ErrorCodes.StoreAccessDenied, "Wrong password.");
        };
        var appender = Start();
        var first = appender.AppendAsync(Commit("first"));
        await Until(() => _batches.Count == 1);
        var behind = appender.AppendAsync(Commit("behind"));
        gate.SetResult();

        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => first);
        var told = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => behind);
        Assert.Equal((ErrorCodes.StoreAccessDenied, "Wrong password."), (told.Code, told.Message));
    }

    private sealed class BreakableTime : TimeProvider
    {
        public volatile bool IsBroken;

        public override long GetTimestamp() =>
            IsBroken ? throw new InvalidOperationException("The clock is broken.") : base.GetTimestamp();
    }

    private sealed class BreakingAnswers(IReadOnlyList<AppendResult> results) : IReadOnlyList<AppendResult>
    {
        public int Count => results.Count;

        public AppendResult this[int index] =>
            index == 0 ? results[0] : throw new InvalidOperationException("The answer breaks off.");

        public IEnumerator<AppendResult> GetEnumerator() => results.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

using Microsoft.Extensions.Time.Testing;
using Orchestrix.Commands;
using Orchestrix.DeadLetters;
using Orchestrix.Errors;
using Orchestrix.Retry;
using Orchestrix.Subscriptions;
using Orchestrix.Subscriptions.Handlers;

namespace Orchestrix.Tests.Subscriptions.Handlers;

public sealed class HandlerPolicyTests
{
    [Fact]
    public async Task Events_are_handled_in_order_and_the_checkpoint_follows()
    {
        using var world = HandlerWorld.InMemory(Immediately);
        await world.AppendAsync("a", 5);
        await world.AppendAsync("b", 2, "ignored");

        await world.RunAsync();

        Assert.Equal([1, 2, 3, 4, 5], world.Handled.Select(each => each.Version));
        Assert.Equal(7, (await world.CheckpointsAsync()).Single().Position);
    }

    [Fact]
    public async Task A_checkpoint_is_written_after_so_many_events_and_never_passes_the_one_being_handled()
    {
        using var world = HandlerWorld.InMemory(builder =>
        {
            Immediately(builder);
            builder.Configure(options => options.CheckpointEvents = 2);
        });
        await world.AppendAsync("a", 5);
        var seen = new List<long>();
        world.OnAttemptAsync = async (_, _) => seen.Add((await world.CheckpointsAsync()).Single().Position);

        await world.StepAsync(pageSize: 5);

        Assert.Equal([0, 0, 2, 2, 4], seen);
    }

    [Theory]
    [InlineData("acme~a", null, "acme")]
    [InlineData("a", "acme", null)]
    public async Task A_handler_calls_in_the_name_of_the_streams_tenant_whatever_was_recorded_before_there_were_any(
        string key, string? recorded, string? expected)
    {
        using var world = HandlerWorld.InMemory(Immediately);
        await world.AppendAsync(key, tenant: recorded);
        string? seen = "nothing";
        world.OnAttempt = _ => seen = CallContext.Tenant;

        await world.RunAsync();

        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task What_was_handled_after_the_checkpoint_comes_again_after_a_crash()
    {
        using var world = HandlerWorld.InMemory(Immediately);
        await world.AppendAsync("a", 3);
        await world.StepAsync(pageSize: 2);

        world.Crash();
        await world.RunAsync();

        Assert.Equal([1, 2, 1, 2, 3], world.Handled.Select(each => each.Version));
    }

    [Fact]
    public async Task An_attempt_waits_as_its_policy_says_and_a_crash_does_not_count_anew()
    {
        var time = new FakeTimeProvider();
        using var world = HandlerWorld.InMemory(
            builder => builder.Retry(new FixedDelay(maxRetries: 2, TimeSpan.FromMinutes(1))), time);
        await world.AppendAsync("a");
        world.OnAttempt = static _ => throw new InvalidOperationException("no");
        using var killed = new CancellationTokenSource();
        var step = world.StepAsync(cancellationToken: killed.Token);
        Assert.False(step.IsCompleted);
        await killed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => step);

        world.Crash();
        step = world.StepAsync(cancellationToken: CancellationToken.None);
        Assert.Single(world.Attempts);
        time.Advance(TimeSpan.FromMinutes(1));
        while (world.Attempts.Count < 2)
            await Task.Yield();
        Assert.Contains("is tried again", (await world.CheckpointsAsync()).Single().Failure, StringComparison.Ordinal);
        while (!step.IsCompleted)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }
        await step;

        Assert.Equal([1, 2, 3], world.Attempts.Select(each => each.Attempt));
        var letter = await world.OnlyLetterAsync();
        Assert.Equal((3, nameof(InvalidOperationException)), (letter.Attempts, letter.Reason));
        Assert.Equal("InvalidOperationException: no", letter.Error);
        Assert.True(letter.LastFailedAt - letter.FirstFailedAt >= TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Parking_lets_other_streams_go_on_and_a_replay_handles_what_waited_in_order()
    {
        using var world = HandlerWorld.InMemory(Immediately);
        await world.AppendAsync("a", 2);
        await world.AppendAsync("b");
        await world.AppendAsync("a", 2);
        world.OnAttempt = FailOn("a", 2);
        await world.RunAsync();
        Assert.Equal([("a", 1L), ("b", 1L)], world.Handled);

        world.OnAttempt = static _ => { };
        await world.RunAsync();
        Assert.Equal(2, world.Handled.Count());
        await world.DecideAsync(await world.OnlyLetterAsync(), DeadLetterActKind.Replay);
        await world.RunAsync();

        Assert.Equal([("a", 1L), ("b", 1L), ("a", 2L), ("a", 3L), ("a", 4L)], world.Handled);
        Assert.Equal(DeadLetterState.Replayed, (await world.OnlyLetterAsync()).State);
        await world.AppendAsync("a");
        await world.RunAsync();
        Assert.Equal(("a", 5L), world.Handled.Last());
    }

    [Fact]
    public async Task A_replay_that_fails_opens_the_letter_again_and_a_discard_skips_that_event_only()
    {
        using var world = HandlerWorld.InMemory(Immediately);
        await world.AppendAsync("a", 3);
        world.OnAttempt = FailOn("a", 2);
        await world.RunAsync();
        await world.DecideAsync(await world.OnlyLetterAsync(), DeadLetterActKind.Replay);
        await world.RunAsync();
        var letter = await world.OnlyLetterAsync();
        Assert.Equal((DeadLetterState.Open, 2), (letter.State, letter.Attempts));

        await world.DecideAsync(letter, DeadLetterActKind.Discard);
        await world.RunAsync();

        Assert.Equal([1, 3], world.Handled.Select(each => each.Version));
        Assert.Equal(DeadLetterState.Discarded, (await world.OnlyLetterAsync()).State);
    }

    [Theory]
    [InlineData(DeadLetterActKind.Replay)]
    [InlineData(DeadLetterActKind.Discard)]
    public async Task Stopping_keeps_the_partition_before_the_event_until_a_person_has_decided(DeadLetterActKind act)
    {
        using var world = HandlerWorld.InMemory(
            builder => builder.Retry(new NoRetry()).OnPoison(PoisonPolicy.StopPartition));
        await world.AppendAsync("a", 2);
        await world.AppendAsync("b");
        world.OnAttempt = FailOn("a", 2);
        await world.RunAsync();
        await world.RunAsync();

        var checkpoint = (await world.CheckpointsAsync()).Single();
        var letter = await world.OnlyLetterAsync();
        Assert.Equal((1, world.Stopped), (checkpoint.Position, checkpoint.Failure));
        Assert.Contains($"orchestrix dead-letters replay {letter.Id}", world.Stopped, StringComparison.Ordinal);
        Assert.Equal(2, world.Attempts.Count);

        world.OnAttempt = static _ => { };
        await world.DecideAsync(letter, act);
        world.Crash();
        await world.RunAsync();

        Assert.Equal(
            act == DeadLetterActKind.Replay ? [("a", 1L), ("a", 2L), ("b", 1L)] : [("a", 1L), ("b", 1L)],
            world.Handled);
        Assert.Null((await world.CheckpointsAsync()).Single().Failure);
    }

    [Fact]
    public async Task With_too_many_parked_streams_the_partition_stands_still_until_one_goes_on()
    {
        using var world = HandlerWorld.InMemory(builder =>
        {
            Immediately(builder);
            builder.Configure(options => options.MaxParkedStreams = 2);
        });
        foreach (var key in new[] { "a", "b", "c", "d" })
            await world.AppendAsync(key);
        world.OnAttempt = e => Fail(e.Stream.Key != "d");
        await world.RunAsync();
        Assert.NotNull(world.Stopped);
        Assert.Empty(world.Handled);

        world.OnAttempt = static _ => { };
        var first = (await world.Letters.ListAsync(DeadLetterFilter.Everything)).Letters[^1];
        await world.DecideAsync(first, DeadLetterActKind.Replay);
        await world.RunAsync();

        Assert.Null(world.Stopped);
        Assert.Equal(["a", "d"], world.Handled.Select(each => each.Key));
    }

    [Fact]
    public async Task A_failure_of_the_infrastructure_is_tried_again_for_ever_and_not_counted()
    {
        using var world = HandlerWorld.InMemory(builder => builder.Retry(new NoRetry())
            .TreatAsTransient(static exception => exception is HttpRequestException));
        await world.AppendAsync("a", 2);
        world.OnAttempt = static _ =>
            throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "The test says so.");
        for (var round = 0; round < 20; round++)
            Assert.False(await world.StepAsync());

        Assert.All(world.Attempts, each => Assert.Equal(1, each.Attempt));
        Assert.Empty((await world.Letters.ListAsync(DeadLetterFilter.Everything)).Letters);
        Assert.Contains("tried again", (await world.CheckpointsAsync()).Single().Failure, StringComparison.Ordinal);
        world.OnAttempt = static _ => throw new HttpRequestException("The test says so.");
        await Assert.ThrowsAsync<HttpRequestException>(() => world.StepAsync());
        Assert.Empty((await world.Letters.ListAsync(DeadLetterFilter.Everything)).Letters);
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_has_failed()
    {
        var time = new FakeTimeProvider();
        using var world = HandlerWorld.InMemory(Immediately, time);
        await world.AppendAsync("a");
        // An attempt that ends only when it is given up.
        world.OnAttemptAsync = static (_, cancellationToken) =>
            new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        var step = world.StepAsync(cancellationToken: CancellationToken.None);
        while (!step.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(61));
            await Task.Yield();
        }
        await step;

        Assert.Equal(nameof(TimeoutException), (await world.OnlyLetterAsync()).Reason);
    }

    private static void Immediately(HandlerSubscriptionBuilder builder) => builder.Retry(new NoRetry());

    private static Action<EventContext<Noted>> FailOn(string key, long version) =>
        e => Fail((e.Stream.Key, e.Version) == (key, version));

    private static void Fail(bool doesFail)
    {
        if (doesFail)
            throw new InvalidOperationException("no");
    }
}

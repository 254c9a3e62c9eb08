using CsCheck;
using Orchestrix.Errors;
using Orchestrix.Retry;

namespace Orchestrix.Tests.Retry;

public sealed class RetryPolicyTests
{
    private static readonly Gen<TimeSpan> Delays =
        Gen.Long[0, RetryPolicy.MaxDelayLimit.Ticks].Select(TimeSpan.FromTicks);
    private static readonly Gen<int> Retries = Gen.OneOf(Gen.Int[0, 20], Gen.Int[0, RetryPolicy.MaxRetryLimit]);
    private static readonly Gen<double> Jitters = Gen.Double[0, 1];

    [Fact]
    public void Exponential_backoff_doubles_from_one_second_to_a_minute()
    {
        var policy = new ExponentialBackoff(maxRetries: 9, jitter: 0);

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], Seconds(policy));
        Assert.Null(policy.DelayBefore(10));
        Assert.Equal(3, new ExponentialBackoff().MaxRetries);
    }

    [Fact]
    public void Linear_backoff_adds_the_same_step()
    {
        var policy = new LinearBackoff(
            5, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), jitter: 0);

        Assert.Equal([1, 11, 21, 30, 30], Seconds(policy));
    }

    [Fact]
    public void A_fixed_delay_is_always_the_same() =>
        Assert.Equal([7, 7, 7], Seconds(new FixedDelay(3, TimeSpan.FromSeconds(7))));

    [Fact]
    public void No_retry_gives_up_at_once() => Assert.Null(new NoRetry().DelayBefore(1));

    [Fact]
    public void No_delay_is_negative_or_longer_than_the_longest_whatever_the_numbers_are() =>
        Gen.Select(Retries, Delays, Gen.Double[1, 1e300], Delays, Jitters)
            .Sample((retries, one, factor, other, jitter) =>
        {
            var (initial, longest) = one < other ? (one, other) : (other, one);
            CheckWithin(new ExponentialBackoff(retries, initial, factor, longest, jitter), longest);
            CheckWithin(new LinearBackoff(retries, initial, one, longest, jitter), longest);
            CheckWithin(new FixedDelay(retries, initial, jitter), initial);
        });

    [Fact]
    public void Without_jitter_delays_never_get_shorter() =>
        Gen.Select(Gen.Int[2, 200], Delays, Gen.Double[1, 10], Delays).Sample((retries, initial, factor, step) =>
        {
            RetryPolicy[] policies =
            [
                new ExponentialBackoff(retries, initial, factor, RetryPolicy.MaxDelayLimit, jitter: 0),
                new LinearBackoff(retries, initial, step, RetryPolicy.MaxDelayLimit, jitter: 0),
            ];
            foreach (var policy in policies)
            {
                for (var retry = 2; retry <= retries; retry++)
                    Assert.True(policy.DelayBefore(retry) >= policy.DelayBefore(retry - 1));
            }
        });

    [Fact]
    public void Jitter_takes_away_the_random_share_that_the_given_source_says() =>
        Gen.Select(Gen.Int[1, 50], Jitters, Gen.Double[0, 0.999]).Sample((retry, jitter, random) =>
        {
            var plain = new ExponentialBackoff(50, jitter: 0).DelayBefore(retry)!.Value;
            var policy = new ExponentialBackoff(50, jitter: jitter);

            var delay = policy.DelayBefore(retry, new GivenRandom(random))!.Value;

            Assert.Equal(plain.TotalSeconds * (1 - jitter * random), delay.TotalSeconds, 1e-6);
        });

    [Fact]
    public void Who_failed_together_does_not_come_back_together()
    {
        var policy = new ExponentialBackoff();

        Assert.True(Enumerable.Range(0, 100).Select(_ => policy.DelayBefore(1)).Distinct().Count() > 50);
    }

    [Fact]
    public void What_cannot_work_is_refused()
    {
        var hour = TimeSpan.FromHours(1);
        Action[] mistakes =
        [
            () => _ = new ExponentialBackoff(maxRetries: -1),
            () => _ = new ExponentialBackoff(maxRetries: int.MaxValue),
            () => _ = new ExponentialBackoff(multiplier: 0.5),
            () => _ = new ExponentialBackoff(multiplier: double.NaN),
            () => _ = new ExponentialBackoff(multiplier: double.PositiveInfinity),
            () => _ = new ExponentialBackoff(jitter: 1.1),
            () => _ = new ExponentialBackoff(jitter: double.NaN),
            () => _ = new ExponentialBackoff(initialDelay: -hour),
            () => _ = new ExponentialBackoff(initialDelay: hour, maxDelay: TimeSpan.Zero),
            () => _ = new LinearBackoff(increment: -hour),
            () => _ = new LinearBackoff(initialDelay: hour, maxDelay: TimeSpan.Zero),
            () => _ = new FixedDelay(delay: TimeSpan.MaxValue),
        ];

        Assert.All(mistakes, mistake => Assert.Throws<ConfigurationException>(mistake));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoRetry().DelayBefore(0));
        Assert.Equal(TimeSpan.FromDays(2), new ExponentialBackoff(initialDelay: TimeSpan.FromDays(2)).MaxDelay);
    }

    private static double[] Seconds(RetryPolicy policy) =>
        [.. Enumerable.Range(1, policy.MaxRetries).Select(retry => policy.DelayBefore(retry)!.Value.TotalSeconds)];

    private static void CheckWithin(RetryPolicy policy, TimeSpan longest)
    {
        foreach (var retry in new[] { 1, 2, policy.MaxRetries / 2, policy.MaxRetries, policy.MaxRetries + 1 })
        {
            if (retry < 1)
                continue;
            var delay = policy.DelayBefore(retry);
            Assert.Equal(retry <= policy.MaxRetries, delay is not null);
            Assert.True(delay is null || (delay >= TimeSpan.Zero && delay <= longest), $"{policy} {retry}: {delay}");
        }
    }
}

using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Retry;
using Orchestrix.Serialization;
using Orleans.Serialization;

namespace Orchestrix.Tests.Retry;

public sealed class RetryPolicyTests
{
    private static readonly Serializer Wire =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    public static TheoryData<RetryPolicy> Policies =>
    [
        new ExponentialBackoff(7, Seconds(2), 1.5, Seconds(9), 0.3),
        new LinearBackoff(7, Seconds(2), Seconds(3), Seconds(9), 0.3),
        new FixedDelay(7, Seconds(2), 0.3),
        NoRetry.Instance,
    ];

    [Fact]
    public void The_defaults_are_three_retries_from_one_second_doubling_to_a_minute()
    {
        var policy = new ExponentialBackoff();

        Assert.Equal(
            (3, Seconds(1), 2.0, Seconds(60), 0.2),
            (policy.MaxRetries, policy.InitialDelay, policy.Multiplier, policy.MaxDelay, policy.Jitter));
    }

    [Fact]
    public void Exponential_delays_double_up_to_the_longest_and_then_end() =>
        Assert.Equal(
            [1, 2, 4, 8, 10, 10, null],
            Delays(new ExponentialBackoff(6, Seconds(1), 2, Seconds(10), jitter: 0), 7));

    [Fact]
    public void Linear_delays_grow_by_the_same_time() =>
        Assert.Equal(
            [1, 4, 7, 9, null],
            Delays(new LinearBackoff(4, Seconds(1), Seconds(3), Seconds(9), jitter: 0), 5));

    [Fact]
    public void Fixed_delays_are_all_the_same() => Assert.Equal([5, 5, null], Delays(new FixedDelay(2, Seconds(5)), 3));

    [Fact]
    public void No_retry_allows_none() => Assert.Equal([null], Delays(NoRetry.Instance, 1));

    [Fact]
    public void Jitter_shortens_a_delay_by_a_random_part()
    {
        var policy = new FixedDelay(1, Seconds(10), jitter: 0.5);

        Assert.Equal(Seconds(10), policy.DelayBefore(1, () => 0));
        Assert.Equal(Seconds(7.5), policy.DelayBefore(1, () => 0.5));
        // The origin's jitter was the same for everyone; a hundred equal draws would mean that ours is too.
        Assert.NotEqual(1, Enumerable.Range(0, 100).Select(_ => policy.DelayBefore(1)).Distinct().Count());
    }

    [Fact]
    public void No_delay_is_negative_or_longer_than_the_longest_whatever_the_numbers() =>
        Gen.Select(
                Gen.Int[1, RetryPolicy.MaxRetriesLimit], Gen.Double[0, 2_592_000], Gen.Double[1, 1e300],
                Gen.Double[0, 1], Gen.Double[0, 1])
            .Sample((retry, seconds, multiplier, jitter, random) =>
            {
                var longest = Seconds(seconds) > Seconds(60) ? Seconds(seconds) : Seconds(60);
                RetryPolicy[] policies =
                [
                    new ExponentialBackoff(
                        RetryPolicy.MaxRetriesLimit, Seconds(seconds), multiplier, longest, jitter),
                    new LinearBackoff(
                        RetryPolicy.MaxRetriesLimit, Seconds(seconds), RetryPolicy.MaxDelayLimit, longest, jitter),
                ];
                return policies.All(policy =>
                    policy.DelayBefore(retry, () => random) is { } delay && delay >= TimeSpan.Zero && delay <= longest);
            });

    [Fact]
    public void A_policy_that_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialBackoff(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialBackoff(RetryPolicy.MaxRetriesLimit + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialBackoff(multiplier: 0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialBackoff(multiplier: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialBackoff(multiplier: double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialBackoff(initialDelay: Seconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new ExponentialBackoff(initialDelay: Seconds(2), maxDelay: Seconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedDelay(delay: TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedDelay(jitter: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearBackoff(jitter: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoRetry.Instance.DelayBefore(0));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_policy_is_data_that_survives_the_wire_and_JSON(RetryPolicy policy)
    {
        var json = EventJson.CreateOptions([]);

        Assert.Equal(policy, Wire.Deserialize<RetryPolicy>(Wire.SerializeToArray(policy)));
        Assert.Equal(policy, JsonSerializer.Deserialize<RetryPolicy>(JsonSerializer.Serialize(policy, json), json));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static double?[] Delays(RetryPolicy policy, int count) =>
        [.. Enumerable.Range(1, count).Select(retry => policy.DelayBefore(retry)?.TotalSeconds)];
}

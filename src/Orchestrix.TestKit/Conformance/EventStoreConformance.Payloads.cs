using System.Text;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Serialization;
using Xunit;

namespace Orchestrix.TestKit.Conformance;

/// <content>What an event may hold, and how large it may be.</content>
public abstract partial class EventStoreConformance
{
    private static EventSerializer Serializer { get; } =
        new(new EventTypeRegistryBuilder().AddEvent(typeof(AllTypesEvent)).Build());

    /// <summary>Texts that trip up stores.</summary>
    public static TheoryData<string> Texts =>
    [
        "", " ", "plain", "Ünïcödé", "日本語", "🏦👩‍💻", "\"quoted\" \\back\\slash", "line\nbreak\ttab\r\n",
        "\\u0000 is only text",
        "'; drop table events; --", "\u200b\u202e", "\u0001\u001f", "{\"json\":[1,2]}", new string('x', 10_000),
    ];

    /// <summary>Amounts that a binary floating point number cannot hold, and the extremes.</summary>
    public static TheoryData<decimal> Amounts =>
    [
        0m, 0.1m, 0.10m, -0.01m, 1.10m, 79228162514264337593543950335m, -79228162514264337593543950335m,
        0.0000000000000000000000000001m, 123456789012345678.90m,
    ];

    /// <summary>A typed event survives the store.</summary>
    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Any_text_survives_the_store(string text) =>
        await AssertRoundTripAsync(Sample() with { Text = text });

    /// <summary>Money survives to the last digit.</summary>
    [Theory]
    [MemberData(nameof(Amounts))]
    public async Task Any_amount_survives_the_store_to_the_last_digit(decimal amount)
    {
        var read = await AssertRoundTripAsync(Sample() with { Money = amount });
        Assert.Equal(amount.ToString(System.Globalization.CultureInfo.InvariantCulture),
            read.Money.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Offsets and ticks survive.</summary>
    [Fact]
    public async Task Moments_survive_the_store_with_their_offset_and_every_tick()
    {
        var instant = new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.FromHours(5.5)).AddTicks(1_234_567);
        var read = await AssertRoundTripAsync(Sample() with
        {
            Instant = instant,
            Moment = DateTime.MaxValue,
            Day = DateOnly.MinValue,
            Time = TimeOnly.MaxValue,
            Duration = TimeSpan.MinValue,
        });
        Assert.Equal((instant.Ticks, instant.Offset), (read.Instant.Ticks, read.Instant.Offset));
    }

    /// <summary>The largest event is accepted; one byte more is not.</summary>
    [Fact]
    public async Task An_event_of_one_mebibyte_is_stored_and_one_byte_more_is_refused()
    {
        var store = await CreateStoreAsync();
        var stream = Samples.NewStream();
        const string Frame = """{"text":""}""";
        var largest = $$"""{"text":"{{new string('a', EventStoreLimits.MaxEventBytes - Frame.Length)}}"}""";
        var commit = Samples.Commit(stream, ExpectedVersion.NoStream);
        await store.AppendAsync(commit with { Events = [Samples.Event(largest)] });

        var refused = await Assert.ThrowsAsync<StoreLimitExceededException>(() =>
            store.AppendAsync(Samples.Commit(stream, ExpectedVersion.Any) with
            {
                Events = [Samples.Event(largest + " ")],
            }));
        Assert.Equal(nameof(EventStoreLimits.MaxEventBytes), refused.Limit);
        await Assert.ThrowsAsync<StoreLimitExceededException>(() =>
            store.AppendAsync(Samples.Commit(stream, ExpectedVersion.Any, EventStoreLimits.MaxEventsPerCommit + 1)));

        var read = Assert.Single(await store.ReadAllAsync(stream));
        Assert.Contains(new string('a', 1000), Encoding.UTF8.GetString(read.Json.Span), StringComparison.Ordinal);
    }

    private async Task<AllTypesEvent> AssertRoundTripAsync(AllTypesEvent written)
    {
        var store = await CreateStoreAsync();
        var commit = Samples.Commit(Samples.NewStream(), ExpectedVersion.NoStream) with
        {
            Events = [Serializer.Serialize(written)],
        };
        await store.AppendAsync(commit);
        var recorded = Assert.Single(await store.ReadAllAsync(commit.Stream));
        var read = Assert.IsType<AllTypesEvent>(Serializer.Deserialize(recorded));
        Assert.Equivalent(written, read, strict: true);
        return read;
    }

    private static AllTypesEvent Sample() => new(
        Flag: true, Count: int.MinValue, Total: long.MaxValue, Mask: ulong.MaxValue, Money: 12.50m, Ratio: 1.0 / 3,
        Text: "text", Letter: 'é', Id: Guid.NewGuid(), Moment: new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        Instant: new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(-8)), Day: new DateOnly(1993, 1, 1),
        Time: new TimeOnly(1, 2, 3), Duration: TimeSpan.FromTicks(1), Link: new Uri("https://example.org/a?b=c"),
        Kind: AllTypesEvent.Colour.Red, Nested: new("nested", 0.25m), Parts: [new("one", 1m), new("two", 2m)],
        Amounts: new Dictionary<string, decimal> { ["CZK"] = 1.10m, ["a longer key"] = 0m }, Bytes: [0, 255],
        Missing: null, NoText: null);
}

using System.Text;
using CsCheck;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Serialization;

namespace Orchestrix.Tests.Serialization;

public sealed class EventSerializerTests
{
    private static readonly EventSerializer Serializer = new(new EventTypeRegistryBuilder()
        .AddEvent(typeof(Paid)).AddEvent(typeof(Drawn)).AddEvent(typeof(Endless)).Build());

    [EventType("serializer.paid")]
    private sealed record Paid(decimal Amount, string Text, double? Ratio);

    private enum Colour
    {
        Red,
        Green,
    }

    [EventType("serializer.drawn")]
    private sealed record Drawn(Colour Colour);

    [EventType("serializer.endless")]
    private sealed record Endless
    {
        public Endless Self => this;
    }

    [Fact]
    public void Json_is_camel_case_with_named_enumerations_and_without_nulls()
    {
        Assert.Equal("""{"amount":1.10,"text":"é"}""", Text(Serializer.Serialize(new Paid(1.10m, "é", null))));
        Assert.Equal("""{"colour":"Green"}""", Text(Serializer.Serialize(new Drawn(Colour.Green))));
    }

    [Fact]
    public void Any_amount_and_text_survive() =>
        Gen.Select(Gen.Decimal, Gen.String, Gen.Double.Where(double.IsFinite)).Sample((amount, text, ratio) =>
        {
            var storable = string.Concat(text.Where(letter => letter != '\0' && !char.IsSurrogate(letter)));
            var paid = new Paid(amount, storable, ratio);
            var data = Serializer.Serialize(paid);
            Assert.Equal(paid, Serializer.Deserialize(Stored.Event(data.EventType, data.SchemaVersion, Text(data))));
        });

    [Theory]
    [InlineData("\0")]
    [InlineData("a\0b")]
    [InlineData("\\\0")]
    public void Text_with_U_0000_is_refused_because_the_database_cannot_hold_it(string text)
    {
        var rejected = Assert.Throws<EventRejectedException>(() => Serializer.Serialize(new Paid(1, text, null)));
        Assert.Equal(ErrorCodes.UnserializableEvent, rejected.Code);
    }

    [Theory]
    [InlineData("\\u0000")]
    [InlineData("\\\\u0000")]
    [InlineData("u0000")]
    public void Text_that_only_looks_like_U_0000_is_accepted(string text) =>
        Serializer.Serialize(new Paid(1, text, null));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_json_cannot_hold_is_refused(double ratio) =>
        Assert.Throws<EventRejectedException>(() => Serializer.Serialize(new Paid(1, "", ratio)));

    [Theory]
    [InlineData("a", '\ud83c', "")]
    [InlineData("", '\udfe6', "b")]
    [InlineData("🏦", '\ud83c', "🏦")]
    public void Half_a_character_is_refused(string before, char half, string after) =>
        Assert.Throws<EventRejectedException>(() => Serializer.Serialize(new Paid(1, before + half + after, null)));

    [Fact]
    public void An_event_that_refers_to_itself_is_refused() =>
        Assert.Throws<EventRejectedException>(() => Serializer.Serialize(new Endless()));

    [Fact]
    public void An_event_beyond_the_limit_is_refused_by_name()
    {
        var exceeded = Assert.Throws<StoreLimitExceededException>(() =>
            Serializer.Serialize(new Paid(1, new string('x', EventStoreLimits.MaxEventBytes), null)));
        Assert.Equal(
            (nameof(EventStoreLimits.MaxEventBytes), EventStoreLimits.MaxEventBytes),
            (exceeded.Limit, exceeded.Maximum));
    }

    [Fact]
    public void A_type_that_was_never_named_says_how_to_name_it()
    {
        var rejected = Assert.Throws<EventRejectedException>(() => Serializer.Serialize("text"));
        Assert.Contains("[EventType", rejected.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serializer.unheard-of", 1, "{}", ErrorCodes.UnknownEventType)]
    [InlineData("serializer.paid", 2, "{}", ErrorCodes.UnknownEventType)]
    [InlineData("serializer.paid", 0, "{}", ErrorCodes.UnknownEventType)]
    [InlineData("serializer.paid", 1, "{}", ErrorCodes.CorruptEvent)]
    [InlineData("serializer.paid", 1, """{"amount":"1","text":""}""", ErrorCodes.CorruptEvent)]
    [InlineData("serializer.paid", 1, """{"amount":1,"text":null}""", ErrorCodes.CorruptEvent)]
    [InlineData("serializer.paid", 1, """{"amount":1e99,"text":""}""", ErrorCodes.CorruptEvent)]
    [InlineData("serializer.paid", 1, "null", ErrorCodes.CorruptEvent)]
    [InlineData("serializer.paid", 1, "[]", ErrorCodes.CorruptEvent)]
    [InlineData("serializer.paid", 1, "{", ErrorCodes.CorruptEvent)]
    [InlineData("serializer.drawn", 1, """{"colour":"Blue"}""", ErrorCodes.CorruptEvent)]
    public void A_row_that_cannot_be_read_is_named_and_not_guessed(string type, int version, string json, string code)
    {
        var unreadable = Assert.Throws<UnreadableEventException>(() =>
            Serializer.Deserialize(Stored.Event(type, version, json)));
        Assert.Equal((code, type, version), (unreadable.Code, unreadable.EventType, unreadable.SchemaVersion));
        Assert.Equal(("test/1", 7L, 42L), (unreadable.Stream.Value, unreadable.Version, unreadable.Position));
    }

    private static string Text(EventData data) => Encoding.UTF8.GetString(data.Json.Span);
}

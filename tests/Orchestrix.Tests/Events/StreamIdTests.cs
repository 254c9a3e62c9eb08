using CsCheck;
using Orchestrix.Events;

namespace Orchestrix.Tests.Events;

public sealed class StreamIdTests
{
    private static readonly Gen<string> _grainType = Gen.String[Gen.Char.AlphaNumeric, 1, 40];

    private static readonly Gen<string> _key = Gen.String[Gen.Char["abcXYZ019-/:.é漢 "], 1, 200]
        .Where(key => !string.IsNullOrWhiteSpace(key));

    [Fact]
    public void A_stream_id_takes_apart_into_the_grain_type_and_key_it_was_built_from() =>
        Gen.Select(_grainType, _key).Sample((grainType, key) =>
        {
            var stream = StreamId.For(grainType, key);
            return stream.GrainType == grainType && stream.Key == key && stream.Value == $"{grainType}/{key}";
        });

    [Fact]
    public void The_text_of_a_stream_id_parses_to_an_equal_stream_id() =>
        Gen.Select(_grainType, _key).Sample((grainType, key) =>
        {
            var stream = StreamId.For(grainType, key);
            return StreamId.Parse(stream.ToString()) == stream
                && StreamId.TryParse(stream.Value, out var parsed) && parsed == stream;
        });

    [Fact]
    public void Parse_and_TryParse_agree_on_every_text() =>
        Gen.String.Sample(text =>
        {
            var accepted = StreamId.TryParse(text, out var stream);
            if (accepted)
                Assert.Equal(stream, StreamId.Parse(text));
            else
                Assert.Throws<ArgumentException>(() => StreamId.Parse(text));
        });

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("account")]
    [InlineData("/17")]
    [InlineData("account/")]
    [InlineData("account/1\n7")]
    [InlineData("account/1\07")]
    public void A_text_that_names_no_stream_is_refused(string text)
    {
        Assert.Throws<ArgumentException>(() => StreamId.Parse(text));
        Assert.False(StreamId.TryParse(text, out var stream));
        Assert.Equal(default, stream);
    }

    [Fact]
    public void Null_names_no_stream() => Assert.False(StreamId.TryParse(null, out _));

    [Theory]
    [InlineData("", "17")]
    [InlineData(" ", "17")]
    [InlineData("account", "")]
    [InlineData("account", " \t")]
    [InlineData("bank/account", "17")]
    public void A_stream_id_is_not_built_from_blank_parts_or_a_grain_type_with_a_slash(string grainType, string key) =>
        Assert.Throws<ArgumentException>(() => StreamId.For(grainType, key));

    [Fact]
    public void A_key_may_contain_slashes() =>
        Assert.Equal("eu/17", StreamId.Parse("account/eu/17").Key);

    [Fact]
    public void The_longest_permitted_stream_id_is_accepted_and_one_character_more_is_refused()
    {
        var longest = "a/" + new string('k', StreamId.MaxLength - 2);

        Assert.Equal(longest, StreamId.Parse(longest).Value);
        var refusal = Assert.Throws<ArgumentException>(() => StreamId.Parse(longest + "k"));
        Assert.Contains($"{StreamId.MaxLength}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stream_ids_are_compared_ordinally() =>
        Assert.NotEqual(StreamId.Parse("account/a"), StreamId.Parse("account/A"));

    [Fact]
    public void The_default_stream_id_prints_nothing_and_refuses_to_name_a_stream()
    {
        Assert.Equal("", default(StreamId).ToString());
        Assert.Throws<InvalidOperationException>(() => default(StreamId).Value);
        Assert.Throws<InvalidOperationException>(() => default(StreamId).GrainType);
        Assert.Throws<InvalidOperationException>(() => default(StreamId).Key);
    }
}

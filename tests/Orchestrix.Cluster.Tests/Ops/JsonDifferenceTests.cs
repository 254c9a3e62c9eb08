using System.Text.Json.Nodes;
using Bank.Client.Ops;
using CsCheck;

namespace Orchestrix.Cluster.Tests.Ops;

/// <summary>What the page of a stream says that an event changed.</summary>
public sealed class JsonDifferenceTests
{
    private static readonly Gen<JsonNode?> Number =
        Gen.Int[0, 3].Select(static number => (JsonNode?)JsonValue.Create(number));

    private static readonly Gen<string> Name = Gen.Int[0, 2].Select(static number => $"{(char)('a' + number)}");

    private static readonly Gen<JsonNode?> Values = Gen.Recursive<JsonNode?>(static (depth, inner) => depth >= 3
        ? Number
        : Gen.OneOf(
            Number,
            Gen.Const(static () => (JsonNode?)null),
            Gen.Select(Name, inner).Array[0, 3].Select(static members =>
                (JsonNode?)new JsonObject(members.DistinctBy(static one => one.Item1)
                    .Select(static one => KeyValuePair.Create(one.Item1, one.Item2?.DeepClone())))),
            inner.Array[0, 3].Select(static items =>
                (JsonNode?)new JsonArray([.. items.Select(static item => item?.DeepClone())]))));

    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":{"b":[1,2]}}""", """{ "a" : { "b" : [ 1, 2 ] } }""")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""")]
    public void What_is_equal_differs_nowhere(string before, string after) =>
        Assert.Empty(JsonDifference.Between(before, after));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""", "a", "1", "2")]
    [InlineData("""{"a":{"b":"x"}}""", """{"a":{"b":"y"}}""", "a.b", "\"x\"", "\"y\"")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1,3]}""", "a[1]", "2", "3")]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""", "a[1]", null, "2")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1]}""", "a[1]", "2", null)]
    [InlineData("""{}""", """{"a":null}""", "a", null, "null")]
    [InlineData("""{"a":null}""", """{}""", "a", "null", null)]
    [InlineData("""{}""", """{"a":{"b":1}}""", "a.b", null, "1")]
    [InlineData("""{}""", """{"a":{}}""", "a", null, "{}")]
    [InlineData("""{"a":{"b":1}}""", """{}""", "a", """{"b":1}""", null)]
    [InlineData("""{"a":{"b":1}}""", """{"a":7}""", "a", """{"b":1}""", "7")]
    [InlineData("""{"a":[]}""", """{"a":{}}""", "a", "[]", "{}")]
    [InlineData("""{"a":{"[0]":1}}""", """{"a":[1]}""", "a", """{"[0]":1}""", "[1]")]
    [InlineData(null, """{"a":1}""", "a", null, "1")]
    [InlineData(null, "7", "(state)", null, "7")]
    [InlineData("""[{"a":1}]""", """[{"a":2}]""", "[0].a", "1", "2")]
    public void A_change_is_told_by_its_place_and_what_was_there(
        string? before, string after, string path, string? old, string? current) =>
        Assert.Equal([new JsonChange(path, old, current)], JsonDifference.Between(before, after));

    [Fact]
    public void Members_come_in_the_order_of_the_later_state_and_those_that_are_gone_last() => Assert.Equal(
        ["b", "c", "a"],
        JsonDifference.Between("""{"a":1,"b":2}""", """{"b":3,"c":4}""").Select(static change => change.Path));

    [Fact]
    public void No_more_are_told_than_would_be_read()
    {
        var many = new JsonObject(Enumerable.Range(0, JsonDifference.MaxChanges + 50)
            .Select(static number => KeyValuePair.Create($"m{number}", (JsonNode?)number)));

        Assert.Equal(JsonDifference.MaxChanges, JsonDifference.Between(null, many.ToJsonString()).Count);
    }

    [Fact]
    public void States_that_differ_have_changes_and_equal_ones_have_none() => Gen.Select(Values, Values).Sample(
        static (one, other) =>
        {
            var (before, after) = (one?.ToJsonString() ?? "null", other?.ToJsonString() ?? "null");
            var changes = JsonDifference.Between(before, after);

            Assert.Equal(
                JsonNode.DeepEquals(JsonNode.Parse(before), JsonNode.Parse(after)), changes.Count == 0);
            Assert.Equal(changes.Count, changes.Select(static change => change.Path).Distinct().Count());
            Assert.All(changes, static change => Assert.NotEqual(change.Before, change.After));
        },
        iter: 2_000);
}

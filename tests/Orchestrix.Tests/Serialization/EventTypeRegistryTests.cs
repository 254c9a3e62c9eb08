using System.Text.Json.Nodes;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Serialization;

namespace Orchestrix.Tests.Serialization;

public sealed class EventTypeRegistryTests
{
    [EventType("registry.named")]
    private sealed record Named(int Value);

    [EventType("registry.named")]
    private sealed record Namesake(int Value);

    [EventType("registry.third", 3)]
    private sealed record Third(decimal Amount, string Currency, string? Note);

    private sealed record Unnamed(int Value);

    [EventType("", 1)]
    private sealed record Blank;

    [EventType("registry.zero", 0)]
    private sealed record VersionZero;

    [Fact]
    public void Two_types_cannot_share_a_name() => Says(
        "share the event type name",
        new EventTypeRegistryBuilder().AddEvent(typeof(Named)),
        builder => builder.AddEvent(typeof(Namesake)));

    [Fact]
    public void A_type_cannot_have_two_names() => Says(
        "is registered as",
        new EventTypeRegistryBuilder().AddEvent(typeof(Named)),
        builder => builder.AddEvent<Named>("registry.other"));

    [Fact]
    public void A_type_without_a_name_is_refused_unless_it_is_given_one()
    {
        Says("carries no [EventType", new EventTypeRegistryBuilder(), builder => builder.AddEvent(typeof(Unnamed)));
        var registry = new EventTypeRegistryBuilder().AddEvent<Unnamed>("registry.given").Build();
        Assert.Equal(("registry.given", 1, typeof(Unnamed)), Assert.Single(registry.EventTypes));
    }

    [Fact]
    public void A_blank_name_or_a_version_below_1_is_refused()
    {
        Says("printable characters", new EventTypeRegistryBuilder(), builder => builder.AddEvent(typeof(Blank)));
        Says("schema version", new EventTypeRegistryBuilder(), builder => builder.AddEvent(typeof(VersionZero)));
    }

    [Fact]
    public void A_gap_in_a_chain_of_upcasters_is_found_when_the_host_starts()
    {
        var builder = new EventTypeRegistryBuilder()
            .AddEvent(typeof(Third)).AddUpcaster("registry.third", 1, json => json);
        Says("from version 2 to 3", builder, chain => chain.Build());
        builder.AddUpcaster("registry.third", 2, json => json).Build();
    }

    [Fact]
    public void An_upcaster_that_leads_nowhere_is_found_when_the_host_starts()
    {
        Says(
            "leads past its version",
            new EventTypeRegistryBuilder().AddEvent(typeof(Named)).AddUpcaster("registry.named", 1, json => json),
            builder => builder.Build());
        Says(
            "no type is named",
            new EventTypeRegistryBuilder().AddUpcaster("registry.nobody", 1, json => json),
            builder => builder.Build());
        Says("Two upcasters", new EventTypeRegistryBuilder().AddUpcaster("registry.third", 1, json => json),
            builder => builder.AddUpcaster("registry.third", 1, json => json));
    }

    [Fact]
    public void Old_shapes_pass_every_upcaster_from_theirs_to_the_present_one()
    {
        var steps = new List<int>();
        var serializer = new EventSerializer(new EventTypeRegistryBuilder()
            .AddEvent(typeof(Third))
            .AddUpcaster("registry.third", 1, json =>
            {
                steps.Add(1);
                return new JsonObject { ["amount"] = json["cents"]!.GetValue<decimal>() / 100 };
            })
            .AddUpcaster("registry.third", 2, json =>
            {
                steps.Add(2);
                json["currency"] = "CZK";
                return json;
            })
            .Build());

        Assert.Equal(
            new Third(1.25m, "CZK", null),
            serializer.Deserialize(Stored.Event("registry.third", 1, """{"cents":125}""")));
        Assert.Equal([1, 2], steps);
        Assert.Equal(
            new Third(2m, "CZK", null),
            serializer.Deserialize(Stored.Event("registry.third", 2, """{"amount":2}""")));
        Assert.Equal(new Third(3m, "EUR", "n"),
            serializer.Deserialize(Stored.Event("registry.third", 3, """{"amount":3,"currency":"EUR","note":"n"}""")));
        Assert.Equal([1, 2, 2], steps);
    }

    private static void Says(string words, EventTypeRegistryBuilder builder, Action<EventTypeRegistryBuilder> act)
    {
        var exception = Assert.Throws<ConfigurationException>(() => act(builder));
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
    }
}

using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Orchestrix.Events;
using Orchestrix.Serialization;

namespace Orchestrix.Benchmarks.Micro.Serialization;

/// <summary>What it costs that an event was stored in an older shape.</summary>
[MemoryDiagnoser]
public class UpcastBenchmarks
{
    private readonly EventSerializer _serializer = new(new EventTypeRegistryBuilder()
        .AddEvent(typeof(Paid)).AddUpcaster("bench.paid", 1, RenameText).Build());
    private RecordedEvent _present = null!;
    private RecordedEvent _old = null!;

    /// <summary>The stored rows.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var data = _serializer.Serialize(new Paid(12.50m, "EUR", "Invoice 2026-0815"));
        _present = Samples.Recorded(data);
        _old = Samples.Recorded(
            data with { Json = """{"amount":12.50,"currency":"EUR","text":"Invoice 2026-0815"}"""u8.ToArray() }, 1);
    }

    /// <summary>Reads the present version.</summary>
    [Benchmark(Baseline = true)]
    public object Present() => _serializer.Deserialize(_present);

    /// <summary>Reads the version before it.</summary>
    [Benchmark]
    public object Upcast() => _serializer.Deserialize(_old);

    private static JsonObject RenameText(JsonObject json)
    {
        var text = json["text"];
        json.Remove("text");
        json["reference"] = text;
        return json;
    }
}

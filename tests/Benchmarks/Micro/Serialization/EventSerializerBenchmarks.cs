using Bank.Accounts.Events;
using BenchmarkDotNet.Attributes;
using Orchestrix.Events;
using Orchestrix.Serialization;

namespace Orchestrix.Benchmarks.Micro.Serialization;

/// <summary>An event to JSON and back, with generated and with reflected metadata.</summary>
[MemoryDiagnoser]
public class EventSerializerBenchmarks
{
    private readonly EventSerializer _generated = Samples.GeneratedSerializer();
    private readonly EventSerializer _reflected =
        new(new EventTypeRegistryBuilder().AddEvents(typeof(MoneyDeposited).Assembly).Build());
    private readonly MoneyDeposited _event = Samples.Deposited(112.50m);
    private RecordedEvent _recorded = null!;

    /// <summary>The stored row.</summary>
    [GlobalSetup]
    public void SetUp() => _recorded = Samples.Recorded(_generated.Serialize(_event));

    /// <summary>Writes with the metadata of a JSON context.</summary>
    [Benchmark]
    public EventData Serialize() => _generated.Serialize(_event);

    /// <summary>Writes with the metadata of reflection.</summary>
    [Benchmark]
    public EventData SerializeByReflection() => _reflected.Serialize(_event);

    /// <summary>Reads with the metadata of a JSON context.</summary>
    [Benchmark]
    public object Deserialize() => _generated.Deserialize(_recorded);

    /// <summary>Reads with the metadata of reflection.</summary>
    [Benchmark]
    public object DeserializeByReflection() => _reflected.Deserialize(_recorded);
}

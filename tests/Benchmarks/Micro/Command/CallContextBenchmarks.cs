using BenchmarkDotNet.Attributes;
using Orchestrix.Commands;
using Orchestrix.Events;

namespace Orchestrix.Benchmarks.Micro.Command;

/// <summary>The metadata that a command finds in the request context. Per reading, of 100 in one flow.</summary>
[MemoryDiagnoser]
public class CallContextBenchmarks
{
    private const int Readings = 100;
    private readonly EventMetadata _nothing = EventMetadata.None;
    private readonly EventMetadata _metadata =
        new() { CorrelationId = "order-4711", Actor = "clerk-7" };

    /// <summary>The caller has set nothing.</summary>
    [Benchmark(OperationsPerInvoke = Readings)]
    public int Empty() => Read(_nothing);

    /// <summary>The caller has set a correlation id and an actor.</summary>
    [Benchmark(OperationsPerInvoke = Readings)]
    public int Filled() => Read(_metadata);

    private static int Read(EventMetadata metadata)
    {
        // A request context ends with the asynchronous flow that set it; here that is the benchmark's thread.
        CallContext.Set(metadata);
        var known = 0;
        for (var reading = 0; reading < Readings; reading++)
            known += CallContext.Current.CorrelationId is null ? 0 : 1;
        CallContext.Set(EventMetadata.None);
        return known;
    }
}

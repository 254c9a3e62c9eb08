using Bank.Contracts.Commands;
using BenchmarkDotNet.Attributes;
using Orchestrix.Events;
using Orchestrix.Serialization;

namespace Orchestrix.Benchmarks.Micro.Serialization;

/// <summary>The small things that every command or row pays for: fingerprint, stream id, a random id.</summary>
[MemoryDiagnoser]
public class IdentityBenchmarks
{
    private readonly Deposit _command = Samples.Deposit("import-4711");
    private readonly string _stream = "account/62457513-2026";

    /// <summary>The hash of a command with an id.</summary>
    [Benchmark]
    public long Fingerprint() => CommandFingerprint.Of(_command);

    /// <summary>Done for every row that is read.</summary>
    [Benchmark]
    public StreamId ParseStreamId() => StreamId.Parse(_stream);

    /// <summary>The yardstick for ids: one call, one random number of the operating system.</summary>
    [Benchmark]
#pragma warning disable CA1822 // BenchmarkDotNet calls instances.
    public Guid CreateVersion7() => Guid.CreateVersion7();
#pragma warning restore CA1822
}

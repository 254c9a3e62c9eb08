using Bank.Contracts.Commands;
using BenchmarkDotNet.Attributes;
using Orchestrix.Events;
using Orchestrix.EventStore;
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

#pragma warning disable CA1822 // BenchmarkDotNet calls instances.
    /// <summary>The yardstick for ids: each asks the operating system for random bytes.</summary>
    [Benchmark]
    public Guid CreateVersion7() => Guid.CreateVersion7();

    /// <summary>An event's id.</summary>
    [Benchmark]
    public Guid NextId() => VersionSevenId.Next();
#pragma warning restore CA1822
}

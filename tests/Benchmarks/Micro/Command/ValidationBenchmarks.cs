using Bank.Contracts.Commands;
using BenchmarkDotNet.Attributes;
using Orchestrix.Aggregates;
using Orchestrix.Commands;

namespace Orchestrix.Benchmarks.Micro.Command;

/// <summary>The first step of a command: is it valid?</summary>
[MemoryDiagnoser]
public class ValidationBenchmarks
{
    private readonly Deposit _anonymous = Samples.Deposit();
    private readonly Deposit _identified = Samples.Deposit("import-4711");

    /// <summary>The rules of the bank alone.</summary>
    [Benchmark(Baseline = true)]
    public int Rules() => _anonymous.Validate().Count(static error => error is not null);

    /// <summary>A command without id.</summary>
    [Benchmark]
    public Refusal? Anonymous() => CommandValidation.Check(_anonymous);

    /// <summary>A command with id, which is checked too.</summary>
    [Benchmark]
    public Refusal? Identified() => CommandValidation.Check(_identified);
}

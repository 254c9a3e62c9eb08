using BenchmarkDotNet.Attributes;
using Npgsql;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;

namespace Orchestrix.Benchmarks.Micro.Append;

/// <summary>A batch as the parameters of <c>append_commits</c>.</summary>
[MemoryDiagnoser]
public class AppendParametersBenchmarks
{
    private Commit[] _commits = [];

    /// <summary>Commits in the batch.</summary>
    [Params(1, 100, 500)]
    public int Commits { get; set; }

    /// <summary>Commits of one event each, with command ids.</summary>
    [GlobalSetup]
    public void SetUp() => _commits = Samples.Commits(Commits);

    /// <summary>Makes the arrays.</summary>
    [Benchmark]
    public object Construct() => new AppendParameters(1, _commits);

    /// <summary>Makes the arrays and the parameters that an attempt sends.</summary>
    [Benchmark]
    public int ConstructAndBind()
    {
        using var command = new NpgsqlCommand();
        new AppendParameters(1, _commits).Bind(command);
        return command.Parameters.Count;
    }
}

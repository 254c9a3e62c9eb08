using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Orchestrix.Benchmarks.Micro;

/// <summary>
/// Short runs in this process, so that the whole set ends in a few minutes. Allocations are exact all the same; for
/// times that are worth comparing add <c>--job medium</c> on a quiet machine.
/// </summary>
internal static class MicroConfig
{
    private static readonly TimeInterval Iteration = TimeInterval.FromMilliseconds(200);

    public static IConfig Create() => ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun.WithIterationTime(Iteration).WithId("brief").AsDefault())
        // The generated projects of the default toolchain would be restored and built one by one.
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsMutator())
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .HideColumns(Column.Job, Column.Error, Column.Median, Column.RatioSD, Column.Gen0, Column.Gen1, Column.Gen2)
        .AddLogger(ConsoleLogger.Default)
        .AddExporter(MarkdownExporter.GitHub)
        .WithArtifactsPath(Path.Combine("artifacts", "micro"))
        .WithOptions(ConfigOptions.DisableLogFile);
}

using Orchestrix.Benchmarks.Processes;

namespace Orchestrix.Benchmarks.Baselines;

/// <summary>Where pgbench is.</summary>
internal static class PgbenchProgram
{
    /// <summary>
    /// Beside the server's programs, or beside what they are links to, or in PATH. A distribution may pack it with the
    /// client's programs.
    /// </summary>
    /// <exception cref="WorkerFailedException">It is nowhere.</exception>
    public static string Find(string serverDirectory)
    {
        var postgres = new FileInfo(Path.Combine(serverDirectory, "postgres"));
        var linked = postgres.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? postgres.FullName;
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return new[] { serverDirectory, Path.GetDirectoryName(linked)! }.Concat(path)
            .Select(static directory => Path.Combine(directory, "pgbench")).FirstOrDefault(File.Exists)
            ?? throw new WorkerFailedException(
                $"pgbench is neither in {serverDirectory} nor in PATH; it comes with PostgreSQL's server or contrib "
                    + "package.");
    }
}

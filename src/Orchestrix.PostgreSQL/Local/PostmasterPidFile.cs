using System.Globalization;
using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>The file <c>postmaster.pid</c>: line 1 is the process id, line 4 the port.</summary>
internal sealed record PostmasterPidFile(int ProcessId, string Port)
{
    /// <summary>Null when there is no complete file.</summary>
    public static PostmasterPidFile? Read(string dataDirectory)
    {
        try
        {
            var lines = File.ReadAllLines(PathIn(dataDirectory));
            return lines.Length >= 4 && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var processId)
                ? new PostmasterPidFile(processId, lines[3])
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Throws when a server runs on the directory. A file left by a crash is no obstacle: PostgreSQL itself replaces it
    /// when its process is gone. When the id has gone to another program, as is usual after the restart of a container,
    /// PostgreSQL would refuse for ever, and the file is removed here.
    /// </summary>
    public static void ThrowIfRunning(string dataDirectory)
    {
        if (Read(dataDirectory) is not { } file || !ProcessTable.IsAlive(file.ProcessId))
            return;

        if (!IsServerOf(file.ProcessId, dataDirectory))
        {
            File.Delete(PathIn(dataDirectory));
            return;
        }

        throw new ConfigurationException($"PostgreSQL (process {file.ProcessId}, port {file.Port}) already runs on "
            + $"{dataDirectory}. Stop the program that started it, or `kill -INT {file.ProcessId}`, or use another "
            + $"{nameof(LocalPostgresOptions.DataDirectory)}.");
    }

    // A server has its data directory as its working directory. Without the right to look, any postgres counts.
    private static bool IsServerOf(int processId, string dataDirectory)
    {
        if (ProcessTable.Name(processId) is not ("postgres" or "postmaster"))
            return false;

        try
        {
            var directory = File.ResolveLinkTarget($"/proc/{processId}/cwd", returnFinalTarget: false)?.FullName;
            return directory is null || directory == dataDirectory || Resolve(dataDirectory) == directory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static string? Resolve(string directory) =>
        Directory.ResolveLinkTarget(directory, returnFinalTarget: true)?.FullName;

    private static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "postmaster.pid");
}

using System.Diagnostics;
using System.Globalization;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>What the operating system says about processes by id.</summary>
internal static class ProcessTable
{
    /// <summary>False when the process is gone, or is a zombie that only waits for its parent.</summary>
    public static bool IsAlive(int processId)
    {
        if (OperatingSystem.IsLinux())
            return ReadStat(processId) is { State: not ('Z' or 'X') };

        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The children of a process. Empty where there is no /proc.</summary>
    public static IReadOnlyList<int> Children(int processId) =>
        !OperatingSystem.IsLinux()
            ? []
            : Directory.EnumerateDirectories("/proc")
                .Select(ProcessId)
                .Where(id => id > 0 && ReadStat(id)?.Parent == processId)
                .ToArray();

    /// <summary>The program's name, for example <c>postgres</c>; null when the process is gone.</summary>
    public static string? Name(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.ProcessName;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>SIGKILL; nothing when the process is gone already.</summary>
    public static void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It ended first.
        }
    }

    /// <summary>Waits until none of the processes is alive.</summary>
    /// <exception cref="TimeoutException">One still is after <paramref name="timeout"/>.</exception>
    public static async Task WaitUntilGoneAsync(
        IReadOnlyCollection<int> processIds, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (processIds.Any(IsAlive))
        {
            if (time.GetElapsedTime(started) > timeout)
            {
                var alive = string.Join(", ", processIds.Where(IsAlive));
                throw new TimeoutException($"PostgreSQL (process {alive}) did not end within {timeout}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static int ProcessId(string directory) =>
        int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id) ? id : 0;

    // proc(5): "pid (name) state ppid ..."; the name may contain spaces and parentheses.
    private static (char State, int Parent)? ReadStat(int processId)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{processId}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

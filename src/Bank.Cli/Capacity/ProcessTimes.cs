using System.Globalization;

namespace Bank.Cli.Capacity;

/// <summary>Processor times of one process, as proc(5) tells them in <c>/proc/PID/stat</c>.</summary>
/// <param name="ParentId">The process that started it.</param>
/// <param name="OwnSeconds">User and system time of the process.</param>
/// <param name="ReapedSeconds">The same of its children that have ended and were waited for.</param>
internal readonly record struct ProcessTimes(int ParentId, double OwnSeconds, double ReapedSeconds)
{
    // USER_HZ, which Linux keeps at 100 for programs whatever the kernel counts in.
    private const double TicksPerSecond = 100;

    /// <summary>Reads "pid (name) state ppid ..."; a name may hold spaces and parentheses.</summary>
    public static ProcessTimes Parse(string line)
    {
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        double Field(int number) => long.Parse(fields[number - 3], CultureInfo.InvariantCulture) / TicksPerSecond;
        return new ProcessTimes(
            int.Parse(fields[1], CultureInfo.InvariantCulture), Field(14) + Field(15), Field(16) + Field(17));
    }

    /// <summary>Time of a server process and of all its children, those included that have ended.</summary>
    public static double TreeSeconds(int processId)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(static path => Path.GetFileName(path))
            .Select(static name => int.TryParse(name, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(static id => id > 0)
            .Select(Read)
            .Where(times => times?.ParentId == processId)
            .Sum(static times => times!.Value.OwnSeconds);
        return Read(processId) is { } server ? server.OwnSeconds + server.ReapedSeconds + children : 0;
    }

    /// <summary>Null when the process is gone.</summary>
    public static ProcessTimes? Read(int processId)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{processId}/stat"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

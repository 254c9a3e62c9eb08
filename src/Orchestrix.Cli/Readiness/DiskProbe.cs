using System.Globalization;
using Orchestrix.PostgreSQL.Readiness;
using Orchestrix.Readiness;

namespace Orchestrix.Cli.Readiness;

/// <summary>Measures the file system of the database from beside it, which the server does not tell.</summary>
internal static class DiskProbe
{
    private const double MinFreePercent = 20;

    /// <summary>Judges how much is free.</summary>
    /// <param name="directory">The data directory, or any other on its file system.</param>
    public static CheckResult Run(string directory)
    {
        if (!Directory.Exists(directory))
            return DatabaseChecks.Disk.Judge(false, $"{directory} is no directory of this machine");
        var drive = new DriveInfo(Path.GetFullPath(directory));
        return Judge(drive.AvailableFreeSpace, drive.TotalSize);
    }

    /// <summary>Judges a file system.</summary>
    /// <param name="available">Bytes that a plain user may still write.</param>
    /// <param name="size">Bytes that it has; 0 for one that keeps nothing.</param>
    public static CheckResult Judge(long available, long size)
    {
        var free = 100.0 * available / Math.Max(1, size);
        return DatabaseChecks.Disk.Judge(free >= MinFreePercent, string.Create(
            CultureInfo.InvariantCulture,
            $"{free:0} % of {size / 1e9:0} GB are free; {MinFreePercent:0} % are wanted"));
    }
}

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
        var check = DatabaseChecks.Disk;
        if (!Directory.Exists(directory))
            return check.Judge(false, $"{directory} is no directory of this machine");
        var drive = new DriveInfo(Path.GetFullPath(directory));
        var free = 100.0 * drive.AvailableFreeSpace / Math.Max(1, drive.TotalSize);
        return check.Judge(free >= MinFreePercent, string.Create(
            CultureInfo.InvariantCulture,
            $"{free:0} % of {drive.TotalSize / 1e9:0} GB are free; {MinFreePercent:0} % are wanted"));
    }
}

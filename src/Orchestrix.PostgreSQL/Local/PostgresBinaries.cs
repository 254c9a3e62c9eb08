using System.Globalization;
using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>The installed server programs.</summary>
internal sealed record PostgresBinaries(string Directory, Version Version)
{
    public const string DirectoryVariable = "ORCHESTRIX_PG_BIN";

    private const string HowToInstall =
        "Install the server: Debian/Ubuntu `apt-get install postgresql`, Fedora/RHEL `dnf install postgresql-server`, "
        + "macOS `brew install postgresql@17`. Or set " + DirectoryVariable + " to the directory that has initdb, "
        + "pg_ctl and postgres. Or set " + ProvisionedPostgres.ConnectionStringVariable
        + " to the connection string of a running PostgreSQL, for example one in Docker.";

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    public string Initdb => Path.Combine(Directory, "initdb");

    public string PgCtl => Path.Combine(Directory, "pg_ctl");

    public string Postgres => Path.Combine(Directory, "postgres");

    /// <summary>
    /// Another program of the server. Where the directory holds links to the main ones only, it is where they lead.
    /// </summary>
    public string Tool(string name)
    {
        var path = Path.Combine(Directory, name);
        if (File.Exists(path))
            return path;
        var target = new FileInfo(Postgres).ResolveLinkTarget(returnFinalTarget: true);
        return Path.Combine(Path.GetDirectoryName(target?.FullName) ?? Directory, name);
    }

    /// <summary>
    /// Finds the programs, or throws an exception that says what to install; its code is
    /// <see cref="ErrorCodes.ServerNotInstalled"/> unless a directory was named.
    /// </summary>
    public static async Task<PostgresBinaries> FindAsync(string? explicitDirectory, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new ConfigurationException(
                ErrorCodes.ServerNotInstalled, "A private PostgreSQL is not supported on Windows: set "
                + ProvisionedPostgres.ConnectionStringVariable + " to the connection string of a running PostgreSQL.");
        }

        var directory = Named(explicitDirectory, nameof(LocalPostgresOptions.BinDirectory))
            ?? Named(Environment.GetEnvironmentVariable(DirectoryVariable), DirectoryVariable)
            ?? FirstComplete(Candidates());

        var postgres = Path.Combine(directory, "postgres");
        var output = await ChildProcess.RunAsync([postgres, "--version"], cancellationToken).ConfigureAwait(false);
        return new PostgresBinaries(directory, ParseVersion(output));
    }

    /// <summary>The first of the directories that has all programs.</summary>
    /// <exception cref="ConfigurationException">
    /// None has; the code is <see cref="ErrorCodes.ServerNotInstalled"/>.
    /// </exception>
    public static string FirstComplete(IEnumerable<string> directories) =>
        directories.FirstOrDefault(IsComplete) ?? throw new ConfigurationException(
            ErrorCodes.ServerNotInstalled, $"No PostgreSQL server was found on this machine. {HowToInstall}");

    // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "postgres (PostgreSQL) 18beta1"
    private static Version ParseVersion(string output)
    {
        var text = output[(output.IndexOf(')', StringComparison.Ordinal) + 1)..].TrimStart();
        var digits = new string([.. text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]);
        var complete = digits.Contains('.', StringComparison.Ordinal) ? digits : digits + ".0";
        return Version.TryParse(complete, out var version)
            ? version
            : throw new ConfigurationException($"`postgres --version` said what nobody expected: {output.Trim()}");
    }

    private static string? Named(string? directory, string source)
    {
        if (string.IsNullOrWhiteSpace(directory))
            return null;

        return IsComplete(directory)
            ? Path.GetFullPath(directory)
            : throw new ConfigurationException(
                $"{source} is {directory}, which does not have initdb, pg_ctl and postgres. {HowToInstall}");
    }

    private static bool IsComplete(string directory) =>
        Programs.All(program => IsProgram(new FileInfo(Path.Combine(directory, program))));

    // To .NET, the link that an uninstalled server left behind exists.
    private static bool IsProgram(FileInfo file) =>
        file.Exists && file.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: false };

    private static IEnumerable<string> Candidates()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return path
            .Concat(Newest("/usr/lib/postgresql", "*", "bin"))
            .Concat(Newest("/usr", "pgsql-*", "bin"))
            .Concat(Newest("/opt/homebrew/opt", "postgresql*", "bin"))
            .Concat(Newest("/usr/local/opt", "postgresql*", "bin"))
            .Append("/Applications/Postgres.app/Contents/Versions/latest/bin");
    }

    private static IEnumerable<string> Newest(string root, string pattern, string child) =>
        System.IO.Directory.Exists(root)
            ? System.IO.Directory.EnumerateDirectories(root, pattern)
                .OrderByDescending(TrailingNumber)
                .Select(directory => Path.Combine(directory, child))
            : [];

    private static double TrailingNumber(string directory)
    {
        var digits = Path.GetFileName(directory).SkipWhile(c => !char.IsAsciiDigit(c)).ToArray();
        return double.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}

using System.Security.Cryptography;
using System.Text;
using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>Creates the data directory of a cluster, once.</summary>
internal static class ClusterDirectory
{
    private const UnixFileMode Everyone =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>
    /// Where the cluster of <paramref name="requested"/> really is: there, or in a directory under the system's
    /// temporary folder with a name derived from it, when the server's user may not enter the requested one.
    /// </summary>
    public static async Task<string> LocateAsync(
        string requested, ServerAccount account, CancellationToken cancellationToken)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(requested));
        var parent = Path.GetDirectoryName(path)
            ?? throw new ConfigurationException($"{requested} cannot be the data directory of PostgreSQL.");
        CreateParent(parent);
        if (!account.IsOther || await account.MayEnterAsync(parent, cancellationToken).ConfigureAwait(false))
            return path;

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..16];
        var fallback = Path.Combine(Path.GetTempPath(), "orchestrix-postgres", name);
        CreateParent(Path.GetDirectoryName(fallback)!);
        return fallback;
    }

    /// <summary>
    /// Runs initdb unless the cluster exists. It is made beside its place and then renamed, so that an interrupted
    /// start leaves no half-made cluster there.
    /// </summary>
    public static async Task<LocalCredentials> EnsureAsync(
        string path, PostgresBinaries binaries, ServerAccount account, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(path, "PG_VERSION")))
            await CreateAsync(path, binaries, account, cancellationToken).ConfigureAwait(false);

        if (!LocalCredentials.Exist(path))
        {
            throw new ConfigurationException($"{path} is a PostgreSQL cluster that Orchestrix did not make. Use "
                + $"another {nameof(LocalPostgresOptions.DataDirectory)}, or set "
                + $"{ProvisionedPostgres.ConnectionStringVariable} to use it.");
        }

        await ThrowIfOtherVersionAsync(path, binaries, cancellationToken).ConfigureAwait(false);
        return await LocalCredentials.ReadAsync(path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes an empty directory that only the server's user may enter, for a copy of a cluster.</summary>
    public static async Task MakeAsync(string path, ServerAccount account, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await account.OwnAsync(path, cancellationToken).ConfigureAwait(false);
    }

    private static async Task CreateAsync(
        string path, PostgresBinaries binaries, ServerAccount account, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new ConfigurationException($"{path} is neither empty nor a PostgreSQL cluster. Use another "
                + $"{nameof(LocalPostgresOptions.DataDirectory)}, or empty it.");
        }

        var draft = $"{path}.{Guid.NewGuid():n}";
        Directory.CreateDirectory(draft);
        try
        {
            await account.OwnAsync(draft, cancellationToken).ConfigureAwait(false);
            var credentials = LocalCredentials.Create();
            await InitdbAsync(draft, credentials, binaries, account, cancellationToken).ConfigureAwait(false);
            var file = await credentials.WriteAsync(draft, cancellationToken).ConfigureAwait(false);
            await account.OwnAsync(file, cancellationToken).ConfigureAwait(false);
            if (Directory.Exists(path))
                Directory.Delete(path);

            Directory.Move(draft, path);
        }
        catch
        {
            Directory.Delete(draft, recursive: true);
            throw;
        }
    }

    private static async Task InitdbAsync(
        string path, LocalCredentials credentials, PostgresBinaries binaries, ServerAccount account,
        CancellationToken cancellationToken)
    {
        var passwordFile = Path.Combine(Path.GetTempPath(), $"orchestrix-{Guid.NewGuid():n}");
        await LocalCredentials.WriteSecretAsync(passwordFile, credentials.Superuser, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            await account.OwnAsync(passwordFile, cancellationToken).ConfigureAwait(false);
            var command = account.Command(binaries.Initdb, "--pgdata", path, "--username", LocalPostgres.Superuser,
                "--encoding", "UTF8", "--locale", "C", "--data-checksums",
                "--auth", "scram-sha-256", "--pwfile", passwordFile);
            await ChildProcess.RunAsync(command, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    private static async Task ThrowIfOtherVersionAsync(
        string path, PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(path, "PG_VERSION"), cancellationToken)
            .ConfigureAwait(false);
        if (text.Trim() != binaries.Version.Major.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            throw new ConfigurationException($"The cluster in {path} was made by PostgreSQL {text.Trim()}, and "
                + $"{binaries.Directory} has {binaries.Version}. Set {PostgresBinaries.DirectoryVariable} to the older "
                + "one, upgrade the cluster with pg_upgrade, or use another directory.");
        }
    }

    // Other users pass through the directories that are made here; the cluster itself stays closed.
    private static void CreateParent(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, Everyone);
    }
}

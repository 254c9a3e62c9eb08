using System.Security.Cryptography;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>The random passwords of a cluster, kept in a file inside it that only its owner may read.</summary>
internal sealed record LocalCredentials(string Superuser, string Owner, string Application)
{
    private const string FileName = "orchestrix.credentials";

    public static LocalCredentials Create() => new(Password(), Password(), Password());

    public static async Task<LocalCredentials> ReadAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(dataDirectory, FileName), cancellationToken)
            .ConfigureAwait(false);
        return lines is [var superuser, var owner, var application, ..]
            ? new LocalCredentials(superuser, owner, application)
            : throw new InvalidDataException($"{FileName} in {dataDirectory} must have three lines.");
    }

    public static bool Exist(string dataDirectory) => File.Exists(Path.Combine(dataDirectory, FileName));

    public async Task<string> WriteAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var path = Path.Combine(dataDirectory, FileName);
        await WriteSecretAsync(path, $"{Superuser}\n{Owner}\n{Application}\n", cancellationToken).ConfigureAwait(false);
        return path;
    }

    /// <summary>Writes a file that is never, not even for a moment, readable by others.</summary>
    public static async Task WriteSecretAsync(string path, string text, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var writer = new StreamWriter(path, options);
        await using var disposal = writer.ConfigureAwait(false);
        await writer.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps the passwords out of logs and debugger windows.</summary>
    public override string ToString() => nameof(LocalCredentials);

    // Hexadecimal needs no quoting in SQL, in a connection string or in a shell.
    private static string Password() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}

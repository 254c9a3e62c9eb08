using System.Diagnostics;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>Runs one short command to its end.</summary>
internal static class ChildProcess
{
    /// <summary>The standard output of a command that succeeded; throws with its error output when it failed.</summary>
    /// <exception cref="InvalidOperationException">The command ended with another code than 0.</exception>
    public static Task<string> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        RunAsync(command, environment: null, cancellationToken);

    /// <summary>The same, with variables added to the environment.</summary>
    /// <exception cref="InvalidOperationException">The command ended with another code than 0.</exception>
    public static async Task<string> RunAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment,
        CancellationToken cancellationToken)
    {
        var (code, output, errors) = await TryRunAsync(command, environment, cancellationToken).ConfigureAwait(false);
        return code == 0
            ? output
            : throw new InvalidOperationException(
                $"`{string.Join(' ', command)}` failed with code {code}: {errors.Trim()} {output.Trim()}".TrimEnd());
    }

    /// <summary>The exit code and what the command wrote.</summary>
    public static Task<(int Code, string Output, string Errors)> TryRunAsync(
        IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        TryRunAsync(command, environment: null, cancellationToken);

    /// <summary>The same, with variables added to the environment.</summary>
    public static async Task<(int Code, string Output, string Errors)> TryRunAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment,
        CancellationToken cancellationToken)
    {
        var info = StartInfo(command, redirect: true);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            info.Environment[name] = value;
        using var process = Process.Start(info)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>How to start a command: in a directory that all may enter, without the caller's PG variables.</summary>
    public static ProcessStartInfo StartInfo(IReadOnlyList<string> command, bool redirect)
    {
        var info = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
            WorkingDirectory = "/",
        };
        // PGDATA, PGPORT and their like would point the server's programs at another cluster.
        string[] names = [.. info.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal))];
        foreach (var name in names)
            info.Environment.Remove(name);

        return info;
    }

    /// <summary>The full path of a program of PATH or of the system's directories; null when it is missing.</summary>
    public static string? FindProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/bin", "/bin", "/usr/sbin", "/sbin"])
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);
}

using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>
/// The operating system's user that the server runs as. PostgreSQL refuses to run as root; for root it is the system
/// user <c>postgres</c>, otherwise the current user.
/// </summary>
internal sealed class ServerAccount
{
    private const string Name = "postgres";

    private readonly string[] _prefix;
    private readonly string? _owner;

    private ServerAccount(string[] prefix, string? owner) => (_prefix, _owner) = (prefix, owner);

    /// <summary>True when commands run as another user than the current one.</summary>
    public bool IsOther => _owner is not null;

    public static async Task<ServerAccount> GetAsync(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
            return new ServerAccount([], null);

        var user = await IdAsync("-u", cancellationToken).ConfigureAwait(false);
        if (user is null)
        {
            await CreateUserAsync(cancellationToken).ConfigureAwait(false);
            user = await IdAsync("-u", cancellationToken).ConfigureAwait(false);
        }

        var group = await IdAsync("-g", cancellationToken).ConfigureAwait(false);
        return new ServerAccount(Switch(user!, group!), $"{user}:{group}");
    }

    /// <summary><paramref name="command"/> as run by this user.</summary>
    public string[] Command(params string[] command) => [.. _prefix, .. command];

    /// <summary>Gives a file or directory to this user.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (_owner is not null)
            await ChildProcess.RunAsync(["chown", _owner, path], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether this user may enter <paramref name="directory"/>; the kernel decides, not mode bits.</summary>
    public async Task<bool> MayEnterAsync(string directory, CancellationToken cancellationToken)
    {
        var (code, _, _) = await ChildProcess
            .TryRunAsync(Command("/bin/sh", "-c", "cd -- \"$0\"", directory), cancellationToken).ConfigureAwait(false);
        return code == 0;
    }

    private static string[] Switch(string user, string group)
    {
        if (ChildProcess.FindProgram("setpriv") is { } setpriv)
            return [setpriv, $"--reuid={user}", $"--regid={group}", "--clear-groups", "--"];

        if (ChildProcess.FindProgram("runuser") is { } runuser)
            return [runuser, "-u", Name, "--"];

        throw new ConfigurationException("PostgreSQL refuses to run as root, and neither setpriv nor runuser (package "
            + "util-linux) is installed to run it as another user. Install util-linux, or do not run as root.");
    }

    private static async Task<string?> IdAsync(string option, CancellationToken cancellationToken)
    {
        var (code, output, _) = await ChildProcess.TryRunAsync(["id", option, Name], cancellationToken)
            .ConfigureAwait(false);
        return code == 0 ? output.Trim() : null;
    }

    private static async Task CreateUserAsync(CancellationToken cancellationToken)
    {
        var useradd = ChildProcess.FindProgram("useradd") ?? throw new ConfigurationException(
            $"PostgreSQL refuses to run as root, and the user {Name} does not exist. Create it, or do not be root.");
        await ChildProcess.RunAsync(
            [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", Name],
            cancellationToken).ConfigureAwait(false);
    }
}

using System.Diagnostics;
using System.Globalization;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>
/// One running server process and its children. It is a direct child of this process, in a session of its own: Ctrl-C
/// in the terminal reaches this program only, which can finish its work before it stops the server. When this process
/// dies by any means, the kernel sends the server SIGINT, which is a fast shutdown. Where setsid or setpriv is not
/// installed (macOS), <c>pg_ctl</c> starts the server, which then outlives a parent killed with SIGKILL.
/// </summary>
internal sealed class Postmaster
{
    private readonly string _dataDirectory;
    private readonly PostgresBinaries _binaries;
    private readonly ServerAccount _account;
    private readonly LocalPostgresOptions _options;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Postmaster(
        string dataDirectory, PostgresBinaries binaries, ServerAccount account, LocalPostgresOptions options) =>
        (_dataDirectory, _binaries, _account, _options) = (dataDirectory, binaries, account, options);

    /// <summary>The server's process id; 0 before it is known.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Whether the server has ended, as far as this process was told.</summary>
    public bool HasExited => _exited.Task.IsCompleted || (ProcessId > 0 && !ProcessTable.IsAlive(ProcessId));

    // A standby is a client, which looks for certificates at home, and another's home cannot be read.
    private Dictionary<string, string> Environment => new() { ["HOME"] = _dataDirectory };

    private string Seconds => ((int)_options.StartTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>Starts the program; returns before it accepts connections.</summary>
    public async Task LaunchAsync(int port, CancellationToken cancellationToken)
    {
        var log = Path.Combine(_dataDirectory, "startup.log");
        await File.WriteAllTextAsync(log, "", cancellationToken).ConfigureAwait(false);
        await _account.OwnAsync(log, cancellationToken).ConfigureAwait(false);
        var arguments = $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=";
        if (OperatingSystem.IsLinux() && ChildProcess.FindProgram("setsid") is { } setsid
            && ChildProcess.FindProgram("setpriv") is { } setpriv)
        {
            // The account's own switch clears the death signal, hence the second setpriv behind it.
            string[] command =
            [
                setsid, .. _account.Command(setpriv, "--pdeathsig", "INT", "--", "/bin/sh", "-c",
                    $"exec \"$0\" -D \"$1\" {arguments} >>\"$2\" 2>&1 </dev/null",
                    _binaries.Postgres, _dataDirectory, log),
            ];
            ProcessId = await StartAsync(command).ConfigureAwait(false);
            return;
        }

        // pg_ctl waits: only a server that has started has written its own process id.
        var (code, _, _) = await ChildProcess.TryRunAsync(
            _account.Command(_binaries.PgCtl, "start", "-w", "-s", "-t", Seconds, "-D", _dataDirectory,
                "-l", log, "-o", arguments),
            Environment, cancellationToken).ConfigureAwait(false);
        if (code == 0)
            ProcessId = PostmasterPidFile.Read(_dataDirectory)?.ProcessId ?? 0;
        else
            _exited.TrySetResult();
    }

    /// <summary>What the server wrote before it opened its log.</summary>
    public string StartupLog()
    {
        var directory = new DirectoryInfo(Path.Combine(_dataDirectory, "log"));
        var newest = directory.Exists ? directory.EnumerateFiles().MaxBy(file => file.LastWriteTimeUtc) : null;
        var lines = File.ReadLines(Path.Combine(_dataDirectory, "startup.log"))
            .Concat(newest is null ? [] : File.ReadLines(newest.FullName).TakeLast(10));
        return string.Join('\n', lines);
    }

    /// <summary>Fast shutdown: ends sessions, writes a checkpoint, and waits until no process is left.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (ProcessId == 0 || !ProcessTable.IsAlive(ProcessId))
            return;

        int[] all = [ProcessId, .. ProcessTable.Children(ProcessId)];
        // pg_ctl fails when the server ends by itself meanwhile; what counts is that it is gone.
        await ChildProcess.TryRunAsync(
            _account.Command(_binaries.PgCtl, "stop", "-m", "fast", "-w", "-t", Seconds, "-D", _dataDirectory),
            cancellationToken).ConfigureAwait(false);
        await ProcessTable.WaitUntilGoneAsync(all, _options.StartTimeout, _options.TimeProvider, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>SIGKILL for the server and for all its children: nothing more is written, as in a power cut.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        int[] all = [ProcessId, .. ProcessTable.Children(ProcessId)];
        foreach (var processId in all)
            ProcessTable.Kill(processId);

        await ProcessTable.WaitUntilGoneAsync(all, _options.StartTimeout, _options.TimeProvider, cancellationToken)
            .ConfigureAwait(false);
    }

    // The kernel sends the death signal when the thread that forked ends, not the process (prctl(2), PR_SET_PDEATHSIG).
    // A pool thread may end at any time; this one waits for the server.
    private Task<int> StartAsync(string[] command)
    {
        var started = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                var info = ChildProcess.StartInfo(command, redirect: false);
                foreach (var (name, value) in Environment)
                    info.Environment[name] = value;
                using var process = Process.Start(info)!;
                started.SetResult(process.Id);
                process.WaitForExit();
            }
            catch (Exception e)
            {
                started.TrySetException(e);
            }

            _exited.TrySetResult();
        })
        {
            IsBackground = true,
            Name = "PostgreSQL",
        };
        thread.Start();
        return started.Task;
    }
}

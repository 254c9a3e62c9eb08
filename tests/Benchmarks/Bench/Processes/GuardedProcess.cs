using System.Diagnostics;

namespace Orchestrix.Benchmarks.Processes;

/// <summary>
/// A child that the kernel kills if this program is killed. By default it leads a session and process group of its own:
/// Ctrl-C reaches this program only, and signals to the group reach the child and what it started.
/// </summary>
internal sealed class GuardedProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Task _exited;
    private readonly int _target;
    private bool _isDisposed;

    private GuardedProcess(Process process, Task exited, bool leadsGroup) =>
        (_process, _exited, _target) = (process, exited, leadsGroup ? -process.Id : process.Id);

    public StreamReader Output => _process.StandardOutput;

    public StreamWriter Input => _process.StandardInput;

    /// <param name="command">Program and arguments; no secrets, which every user of the machine could read.</param>
    /// <param name="environment">Added to the environment of this process; may hold secrets.</param>
    /// <param name="logFile">Where the child's standard error is appended.</param>
    /// <param name="leadsGroup">False for a child that is frozen and killed together with this process.</param>
    public static async Task<GuardedProcess> StartAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string logFile,
        bool leadsGroup = true)
    {
        // These programs replace themselves by the next one: the child keeps its process id.
        string[] guarded =
        [
            .. leadsGroup ? new[] { "setsid" } : [], "setpriv", "--pdeathsig", "KILL", "--",
            "/bin/sh", "-c", "exec \"$@\" 2>>\"$0\"", logFile, .. command,
        ];
        var info = new ProcessStartInfo(guarded[0], guarded.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new GuardedProcess(await StartAsync(info, exited), exited.Task, leadsGroup);
    }

    /// <summary>Stops the group in its tracks, timers included, until it is thawed.</summary>
    public void Freeze() => Signal.Send(_target, Signal.Stop);

    /// <summary>Lets a frozen group go on.</summary>
    public void Thaw() => Signal.Send(_target, Signal.Continue);

    /// <summary>Ends the child's standard input, by which it stops in good order; kills the group if it does
    /// not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Thaw();
        try
        {
            _process.StandardInput.Close();
            await _exited.WaitAsync(StopTimeout);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            Kill();
            await _exited;
        }
        _process.Dispose();
    }

    /// <summary>SIGKILL, for the group if it leads one.</summary>
    public void Kill() => Signal.Send(_target, Signal.Kill);

    // The kernel sends the death signal when the thread that forked ends, not the process (prctl(2), PR_SET_PDEATHSIG).
    // A pool thread may end at any time; this one waits for the child.
    private static Task<Process> StartAsync(ProcessStartInfo info, TaskCompletionSource exited)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                var process = Process.Start(info)!;
                started.SetResult(process);
                process.WaitForExit();
            }
            catch (Exception exception)
            {
                started.TrySetException(exception);
            }
            exited.TrySetResult();
        })
        {
            IsBackground = true,
            Name = "child process",
        };
        thread.Start();
        return started.Task;
    }
}

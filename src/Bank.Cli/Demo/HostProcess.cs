using System.Diagnostics;
using System.Runtime.InteropServices;
using Orchestrix.Errors;

namespace Bank.Cli.Demo;

/// <summary>
/// One program of the demo as a child process. Its output goes to a file. It runs in a session of its own, so that
/// Ctrl-C reaches this program only, which then stops its children in order. If this program is killed, the kernel
/// kills the child (Linux; elsewhere a child outlives a parent that was killed with SIGKILL).
/// </summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    /// <summary>SIGKILL.</summary>
    public const int SignalKill = 9;

    /// <summary>SIGTERM.</summary>
    public const int SignalTerminate = 15;

    /// <summary>SIGCONT, as Linux numbers it.</summary>
    public const int SignalContinue = 18;

    /// <summary>SIGSTOP, as Linux numbers it.</summary>
    public const int SignalStop = 19;

    private const int TailLines = 20;

    private readonly Process _process;
    private readonly TaskCompletionSource _exited;
    private readonly TimeProvider _time;

    private HostProcess(string name, string logFile, Process process, TaskCompletionSource exited, TimeProvider time) =>
        (Name, LogFile, _process, _exited, _time) = (name, logFile, process, exited, time);

    /// <summary>The program's name, for messages.</summary>
    public string Name { get; }

    /// <summary>Where its output goes.</summary>
    public string LogFile { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Completes when it has ended, in whatever way.</summary>
    public Task Exited => _exited.Task;

    /// <summary>How long a program may take to stop; a silo may drain for 30 s.</summary>
    public static TimeSpan StopTimeout => TimeSpan.FromSeconds(40);

    /// <summary>Starts a program.</summary>
    /// <param name="name">Its name; the log file is called after it.</param>
    /// <param name="assembly">The path of its assembly.</param>
    /// <param name="environment">Settings, added to the environment of this process. They may hold secrets: arguments,
    /// which every user of the machine can read, do not.</param>
    /// <param name="logDirectory">Where the log file goes; overwritten at each start.</param>
    /// <param name="time">Measures the time to stop.</param>
    public static Task<HostProcess> StartAsync(
        string name, string assembly, IReadOnlyDictionary<string, string> environment, string logDirectory,
        TimeProvider time) =>
        // A host reads its settings from the folder that it works in.
        StartAsync(
            name, [HostAssembly.Dotnet(), assembly], Path.GetDirectoryName(assembly)!, environment, logDirectory, time);

    /// <summary>Starts any program in the same way.</summary>
    public static async Task<HostProcess> StartAsync(
        string name, IReadOnlyList<string> program, string workingDirectory,
        IReadOnlyDictionary<string, string> environment, string logDirectory, TimeProvider time)
    {
        if (OperatingSystem.IsWindows())
            throw new ConfigurationException("The demo runs on Linux and macOS. On Windows, use it in WSL.");
        var logFile = Path.GetFullPath(Path.Combine(logDirectory, $"{name}.log"));
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        string[] command =
            [.. Guard(), "/bin/sh", "-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", logFile, .. program];
        var info = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = workingDirectory };
        foreach (var (key, value) in environment)
            info.Environment[key] = value;
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new HostProcess(name, logFile, await StartAsync(name, info, exited), exited, time);
    }

    /// <summary>Fails when the program ends.</summary>
    /// <exception cref="HostFailedException">It ended.</exception>
    public async Task ThrowWhenExitedAsync(CancellationToken cancellationToken)
    {
        await Exited.WaitAsync(cancellationToken);
        throw Failed("ended");
    }

    /// <summary>What went wrong, with the end of the log.</summary>
    public HostFailedException Failed(string what)
    {
        var tail = File.Exists(LogFile) ? File.ReadLines(LogFile).TakeLast(TailLines) : [];
        return new HostFailedException($"{Name} {what}. The end of {LogFile}:\n{string.Join('\n', tail)}");
    }

    /// <summary>Sends it a signal; nothing if it has ended.</summary>
    public void Signal(int signal)
    {
        if (!Exited.IsCompleted)
            _ = Kill(_process.Id, signal);
    }

    /// <summary>Sends a signal to any process.</summary>
    public static void Signal(int processId, int signal) => _ = Kill(processId, signal);

    /// <summary>Ends it at once, with SIGKILL.</summary>
    public void Kill() => Signal(SignalKill);

    /// <summary>Asks it to stop in good order and waits; kills it if it takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted)
        {
            Signal(SignalTerminate);
            try
            {
                await Exited.WaitAsync(StopTimeout, _time);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
                await Exited;
            }
        }
        _process.Dispose();
    }

    /// <summary>What is put before a command so that it shares neither the terminal's signals nor outlives this
    /// process. These programs replace themselves by the next one: the child keeps its process id.</summary>
    private static string[] Guard()
    {
        var directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string? Find(string name) => directories.Concat(["/usr/bin", "/bin"])
            .Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
        return OperatingSystem.IsLinux() && Find("setsid") is { } setsid && Find("setpriv") is { } setpriv
            ? [setsid, setpriv, "--pdeathsig", "KILL", "--"]
            : [];
    }

    // The kernel sends the death signal when the thread that forked ends, not the process (prctl(2), PR_SET_PDEATHSIG).
    // A pool thread may end at any time; this one waits for the child.
    private static Task<Process> StartAsync(string name, ProcessStartInfo info, TaskCompletionSource exited)
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
            Name = name,
        };
        thread.Start();
        return started.Task;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}

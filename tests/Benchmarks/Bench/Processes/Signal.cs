using System.Runtime.InteropServices;

namespace Orchestrix.Benchmarks.Processes;

/// <summary>Signals to a process or to a process group, with their numbers on Linux.</summary>
internal static partial class Signal
{
    public const int Kill = 9;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>Does nothing when the process or group is gone.</summary>
    /// <param name="target">A process id, or minus the id of the process that leads a group.</param>
    /// <param name="signal">One of the constants.</param>
    public static void Send(int target, int signal) => _ = SendSignal(target, signal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int target, int signal);
}

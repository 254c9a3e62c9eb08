using Microsoft.Win32.SafeHandles;

namespace Orchestrix.Cli.Output;

/// <summary>Standard output as bytes.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;
    private const int BrokenPipe = 32;
    private const int WindowsBrokenPipe = unchecked((int)0x8007006D);
    private const int WindowsNoData = unchecked((int)0x800700E8);

    /// <summary>
    /// Unlike the console's own stream it throws when the reader has gone; that one would let a program write a whole
    /// log to nobody.
    /// </summary>
    public static Stream Open() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    /// <summary>True if whoever read the output has closed it, as <c>head</c> does.</summary>
    public static bool IsClosedByReader(Exception exception) =>
        exception is IOException { HResult: BrokenPipe or WindowsBrokenPipe or WindowsNoData };
}

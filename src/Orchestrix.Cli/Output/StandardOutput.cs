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
    /// Opens it. The console's own stream would let a program write a whole log to a pipe that nobody reads any more;
    /// a stream of its own would write over what others write to the same file. So each gets what the other cannot.
    /// </summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        var stream = new FileStream(
            new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }

    /// <summary>True if whoever read the output has closed it, as <c>head</c> does.</summary>
    public static bool IsClosedByReader(Exception exception) =>
        exception is IOException { HResult: BrokenPipe or WindowsBrokenPipe or WindowsNoData };
}

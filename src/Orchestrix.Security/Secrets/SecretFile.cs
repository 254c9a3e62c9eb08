using Orchestrix.Errors;

namespace Orchestrix.Security.Secrets;

/// <summary>
/// Reads a secret from a file, as platforms mount them. The secret is in no message, and a file that every user of the
/// machine may read is refused.
/// </summary>
public static class SecretFile
{
    /// <summary>Longest secret, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The text of a file without white space around it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="setting">The setting that names it, for messages.</param>
    /// <exception cref="ConfigurationException">
    /// It is missing, empty, longer than <see cref="MaxBytes"/>, not readable, or readable for everybody.
    /// </exception>
    public static string Read(string path, string setting)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!OperatingSystem.IsWindows() && File.Exists(path) && IsForEverybody(path))
        {
            throw new ConfigurationException(
                $"{setting}: every user of this machine may read {path}. Take that away: chmod o-rwx {path}");
        }
        return ReadPublic(path, setting);
    }

    /// <summary>The same for a file that anybody may read.</summary>
    internal static string ReadPublic(string path, string setting)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && File.ResolveLinkTarget(path, returnFinalTarget: true) is FileInfo target)
                file = target;
            if (file.Exists && file.Length > MaxBytes)
                throw new ConfigurationException($"{setting}: {path} has more than {MaxBytes} bytes.");
            var text = File.ReadAllText(path).Trim();
            return text.Length > 0 ? text : throw new ConfigurationException($"{setting}: {path} is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{setting}: {path} cannot be read: {exception.Message}", exception);
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static bool IsForEverybody(string path)
    {
        using var handle = File.OpenHandle(path);
        return (File.GetUnixFileMode(handle) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0;
    }
}

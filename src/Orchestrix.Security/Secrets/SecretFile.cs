using System.Text;
using Microsoft.Extensions.Configuration;
using Orchestrix.Errors;

namespace Orchestrix.Security.Secrets;

/// <summary>
/// Reads a secret from a file, as platforms mount them. The secret is in no message, and a file that every user of the
/// machine may read, or another one than its owner write, is refused.
/// </summary>
public static class SecretFile
{
    /// <summary>Longest secret, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    private const UnixFileMode Everybody = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>
    /// The value of a setting, or the secret in the file that <c>{setting}File</c> names; null if neither is set.
    /// </summary>
    /// <param name="configuration">Holds the settings.</param>
    /// <param name="setting">The full name of the setting, such as <c>ConnectionStrings:Orchestrix</c>.</param>
    /// <exception cref="ConfigurationException">
    /// Both are set, or the file is no use: see <see cref="Read"/>.
    /// </exception>
    public static string? Find(IConfiguration configuration, string setting)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var fileSetting = $"{setting}File";
        return Choose(configuration[setting], configuration[fileSetting], setting, fileSetting);
    }

    /// <summary>A value, or the secret in a file; null if both are null or empty.</summary>
    /// <param name="value">What <paramref name="setting"/> says.</param>
    /// <param name="path">The file that <paramref name="fileSetting"/> names.</param>
    /// <param name="setting">The name of the one setting, for messages.</param>
    /// <param name="fileSetting">The name of the other.</param>
    /// <exception cref="ConfigurationException">
    /// Both are given, or the file is no use: see <see cref="Read"/>.
    /// </exception>
    public static string? Choose(string? value, string? path, string setting, string fileSetting)
    {
        if (string.IsNullOrEmpty(path))
            return string.IsNullOrEmpty(value) ? null : value;
        return string.IsNullOrEmpty(value)
            ? Read(path, fileSetting)
            : throw new ConfigurationException(
                $"{setting} and {fileSetting} are both set, and it is not said which one counts. Keep one of them.");
    }

    /// <summary>The text of a file without white space around it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="setting">The setting that names it, for messages.</param>
    /// <exception cref="ConfigurationException">
    /// It is missing, empty, longer than <see cref="MaxBytes"/>, not readable, readable for everybody, or writable for
    /// others.
    /// </exception>
    public static string Read(string path, string setting) => ReadText(path, setting, isSecret: true);

    /// <summary>The same for a file that anybody may read.</summary>
    internal static string ReadPublic(string path, string setting) => ReadText(path, setting, isSecret: false);

    private static string ReadText(string path, string setting, bool isSecret)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            // Opened once: what is looked at is what is read, and a pipe can be read but once.
            using var stream = File.OpenRead(path);
            if (isSecret && !OperatingSystem.IsWindows())
                CheckMode(File.GetUnixFileMode(stream.SafeFileHandle), path, setting);
            var bytes = new byte[MaxBytes + 1];
            var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (count > MaxBytes)
                throw new ConfigurationException($"{setting}: {path} has more than {MaxBytes} bytes.");
            using var text = new StreamReader(new MemoryStream(bytes, 0, count), Encoding.UTF8);
            return text.ReadToEnd().Trim() is { Length: > 0 } secret
                ? secret
                : throw new ConfigurationException($"{setting}: {path} is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{setting}: {path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>A group may read, as Kubernetes has it; whoever writes decides what the secret is.</summary>
    private static void CheckMode(UnixFileMode mode, string path, string setting)
    {
        if ((mode & Everybody) != 0)
        {
            throw new ConfigurationException(
                $"{setting}: every user of this machine may read {path}. Take that away: chmod o-rwx {path}");
        }
        if ((mode & UnixFileMode.GroupWrite) != 0)
        {
            throw new ConfigurationException(
                $"{setting}: the group of {path} may write it. Take that away: chmod g-w {path}");
        }
    }
}

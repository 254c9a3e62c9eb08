using Orchestrix.Errors;

namespace Orchestrix.Cli.Verify;

/// <summary>Files in which one run of a command keeps something for the next.</summary>
internal static class KeptFile
{
    /// <summary>Puts a content in the place of the old one: whole, or not at all.</summary>
    /// <exception cref="ConfigurationException">It cannot be written.</exception>
    public static void Write(string path, string content)
    {
        try
        {
            var half = $"{path}.new";
            File.WriteAllText(half, content + "\n");
            File.Move(half, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The log was verified, but {path} cannot be written.", exception);
        }
    }
}

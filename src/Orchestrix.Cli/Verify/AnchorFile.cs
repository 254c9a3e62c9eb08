using System.Text.Json;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Integrity;

namespace Orchestrix.Cli.Verify;

/// <summary>Keeps a <see cref="LogAnchor"/> in a file, or nowhere.</summary>
internal sealed class AnchorFile
{
    private readonly string? _path;

    private AnchorFile(string? path, LogAnchor anchor) => (_path, Anchor) = (path, anchor);

    /// <summary>What the file held; the beginning of the log if there is none.</summary>
    public LogAnchor Anchor { get; }

    /// <summary>Reads the file if it exists.</summary>
    /// <exception cref="ConfigurationException">It cannot be read, or is no anchor.</exception>
    public static AnchorFile Open(string? path)
    {
        if (path is null || !File.Exists(path))
            return new AnchorFile(path, LogAnchor.Start);
        try
        {
            var content = JsonSerializer.Deserialize(File.ReadAllText(path), VerifyJson.Default.AnchorContent)
                ?? throw new FormatException();
            var anchor = new LogAnchor(content.Position, Convert.FromHexString(content.Hash));
            return anchor.Position > 0 && anchor.Hash.Length == Seal.HashSize
                ? new AnchorFile(path, anchor)
                : throw new FormatException();
        }
        catch (Exception exception) when (exception
            is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw new ConfigurationException(
                $"{path} cannot be read as an anchor: it holds {{\"position\":1200,\"hash\":\"64 hex digits\"}}.",
                exception);
        }
    }

    /// <summary>Puts an anchor in the place of the old one.</summary>
    /// <exception cref="ConfigurationException">It cannot be written.</exception>
    public void Write(LogAnchor anchor)
    {
        if (_path is null || anchor.Position == 0)
            return;
        var content = new AnchorContent(anchor.Position, Convert.ToHexStringLower(anchor.Hash));
        KeptFile.Write(_path, JsonSerializer.Serialize(content, VerifyJson.Default.AnchorContent));
    }
}

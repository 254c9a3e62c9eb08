using Microsoft.Extensions.Compliance.Classification;

namespace Orchestrix.Observability.Logging;

/// <summary>How logs are written. Configuration section <c>Observability:Logging</c>.</summary>
public sealed class LoggingOptions
{
    /// <summary>
    /// True writes one line of JSON for each message, redacted. Default null: everywhere but in Development, where the
    /// stock console is kept.
    /// </summary>
    public bool? Json { get; set; }

    /// <summary>
    /// A secret of at least 32 bytes in Base64, for the hashes of identifiers; the same for all programs of an
    /// installation, so that their logs fit together. Default null: one that this process makes for itself.
    /// </summary>
    public string? RedactionKey { get; set; }

    /// <summary>A file that holds the key, in the place of <see cref="RedactionKey"/>. Default none.</summary>
    public string? RedactionKeyFile { get; set; }

    /// <summary>
    /// Types whose values are redacted wherever they are an argument of a message, and how. A type's own
    /// <see cref="DataClassificationAttribute"/> does the same; keys of streams and grains are always redacted.
    /// </summary>
    public IDictionary<Type, DataClassification> Classified { get; } = new Dictionary<Type, DataClassification>();

    /// <summary>
    /// Arguments of messages that are erased whatever their type is. Default: those in which ASP.NET logs the path and
    /// query of a request.
    /// </summary>
    public ISet<string> ErasedArguments { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Path", "PathBase", "QueryString", "RequestPath", "RequestUri", "Url",
    };
}

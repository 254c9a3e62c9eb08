using System.Diagnostics;

namespace Orchestrix.Diagnostics;

/// <summary>
/// The spans of a silo: commands, batches of the appender, pages and events of subscriptions, sagas and their steps.
/// </summary>
/// <remarks>
/// No span holds the content of a command or an event, nor the key of a stream. Without a listener nothing is made.
/// </remarks>
public static class OrchestrixTracing
{
    /// <summary>Name of the <see cref="ActivitySource"/>, for exporters.</summary>
    public const string SourceName = "Orchestrix";

    internal static ActivitySource Source { get; } = new(SourceName);
}

using Orchestrix.Events;

namespace Orchestrix.Inspection;

/// <summary>What a search found.</summary>
/// <param name="Events">The events, newest first.</param>
/// <param name="Head">The end of the log when it was searched; 0 if the log is empty.</param>
/// <param name="NextBefore">
/// Search before this position to look further back: every position from here on, up to where the search began, was
/// looked at. Null if the beginning of the log was reached.
/// </param>
[GenerateSerializer, Immutable, Alias("orchestrix.log-search-page")]
public sealed record LogSearchPage(
    [property: Id(0)] IReadOnlyList<RecordedEvent> Events,
    [property: Id(1)] long Head,
    [property: Id(2)] long? NextBefore);

namespace Bank.Client.Responses;

/// <summary>A page of the log, newest event first.</summary>
/// <param name="Events">The events that match.</param>
/// <param name="Head">The end of the log.</param>
/// <param name="SearchedFrom">The lowest position that was looked at.</param>
/// <param name="Next">The address of the next page, which looks further back; null at the beginning of the log.</param>
public sealed record LogResponse(
    IReadOnlyList<CloudEventResponse> Events, long Head, long SearchedFrom, string? Next);

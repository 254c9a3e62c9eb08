using Orchestrix.Inspection;

namespace Bank.Client.Responses;

/// <summary>A page of a stream's events.</summary>
/// <param name="Events">The events as CloudEvents, oldest first.</param>
/// <param name="Next">The address of the next page; absent on the last one.</param>
public sealed record StreamEventsResponse(IReadOnlyList<CloudEventResponse> Events, string? Next)
{
    internal static StreamEventsResponse From(StreamEventsPage page, string? next) =>
        new([.. page.Events.Select(CloudEventResponse.From)], next);
}

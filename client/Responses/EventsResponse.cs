using Bank.Contracts.Replies;

namespace Bank.Client.Responses;

/// <summary>A page of an account's events.</summary>
/// <param name="Events">The events, oldest first.</param>
/// <param name="Next">The address of the next page; absent on the last one.</param>
public sealed record EventsResponse(IReadOnlyList<EventResponse> Events, string? Next)
{
    internal static EventsResponse From(AccountEventsPage page, string? next) =>
        new([.. page.Events.Select(EventResponse.From)], next);
}

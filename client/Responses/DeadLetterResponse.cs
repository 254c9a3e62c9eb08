using Bank.Client.Tenants;
using Orchestrix.DeadLetters;

namespace Bank.Client.Responses;

/// <summary>Something that was given up on.</summary>
/// <param name="Id">Names the letter.</param>
/// <param name="Kind">event, saga or message.</param>
/// <param name="Source">The subscription, saga type or other source.</param>
/// <param name="Item">What it is within the source.</param>
/// <param name="State">open, replay-requested, replayed or discarded.</param>
/// <param name="Reason">An error code, or the name of an exception's type.</param>
/// <param name="Error">For people; absent for callers of a tenant.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="FirstFailedAt">When it failed first.</param>
/// <param name="LastFailedAt">When it failed last.</param>
/// <param name="Stream">The stream that it is about.</param>
/// <param name="Version">The event's place in the stream.</param>
/// <param name="Position">The event's place in the log.</param>
/// <param name="Type">The event's type.</param>
/// <param name="CorrelationId">The conversation.</param>
public sealed record DeadLetterResponse(
    long Id, string Kind, string Source, string Item, string State, string Reason, string? Error, int Attempts,
    DateTimeOffset FirstFailedAt, DateTimeOffset LastFailedAt, string? Stream, long? Version, long? Position,
    string? Type, string? CorrelationId)
{
    internal static DeadLetterResponse From(DeadLetter letter) => new(
        letter.Id, EnumName.Of(letter.Kind), letter.Source, ItemOf(letter), EnumName.Of(letter.State), letter.Reason,
        letter.Error.Length == 0 ? null : letter.Error, letter.Attempts, letter.FirstFailedAt, letter.LastFailedAt,
        letter.Stream is { } stream ? CallerKeys.NameOf(stream) : null, letter.Version, letter.Position,
        letter.MessageType, letter.CorrelationId);

    // The item of a saga is its stream.
    private static string ItemOf(DeadLetter letter) =>
        letter.Stream is { } stream && letter.Item == stream.Value ? CallerKeys.NameOf(stream) : letter.Item;
}

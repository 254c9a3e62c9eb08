using Orchestrix.Events;

namespace Bank.Contracts.Replies;

/// <summary>One event of an account, as the log holds it.</summary>
/// <param name="Version">Place in the account's stream, from 1.</param>
/// <param name="Position">Place in the log of all accounts.</param>
/// <param name="Type">The stable name, for example <c>account.opened</c>.</param>
/// <param name="SchemaVersion">The version of the JSON shape, as it was written.</param>
/// <param name="Json">The content, as it was written.</param>
/// <param name="EventId">Identity of the event.</param>
/// <param name="CommitId">The commit that it was appended with.</param>
/// <param name="CommandId">The command that caused it, if the caller named it.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Metadata">Why and for whom.</param>
[GenerateSerializer, Immutable, Alias("bank.account-event")]
public sealed record AccountEvent(
    [property: Id(0)] long Version,
    [property: Id(1)] long Position,
    [property: Id(2)] string Type,
    [property: Id(3)] int SchemaVersion,
    [property: Id(4)] string Json,
    [property: Id(5)] Guid EventId,
    [property: Id(6)] Guid CommitId,
    [property: Id(7)] string? CommandId,
    [property: Id(8)] DateTimeOffset RecordedAt,
    [property: Id(9)] EventMetadata Metadata);

using Orchestrix.PostgreSQL.Integrity;

namespace Bank.Cli.Drill.Backup;

/// <summary>What was noted about a bank before its data was lost.</summary>
/// <param name="Instant">The moment to restore.</param>
/// <param name="Anchor">The hash over the log up to that moment.</param>
/// <param name="Acknowledged">What had been acknowledged by then.</param>
/// <param name="SentLater">What was sent after that moment, and acknowledged before the loss.</param>
/// <param name="LostAt">When the data was lost: a timestamp of the drill's clock.</param>
internal sealed record Loss(
    DateTimeOffset Instant, LogAnchor Anchor, IReadOnlyCollection<Acknowledged> Acknowledged,
    IReadOnlyCollection<Acknowledged> SentLater, long LostAt);

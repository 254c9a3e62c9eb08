namespace Bank.Cli.Drill;

/// <summary>A command that the bank has acknowledged.</summary>
/// <param name="Stream">The stream of its account.</param>
/// <param name="CommandId">Its id.</param>
/// <param name="SentAt">When it was sent for the first time: a timestamp of the drill's clock.</param>
/// <param name="AnsweredAt">When the answer came.</param>
internal readonly record struct Acknowledged(string Stream, string CommandId, long SentAt, long AnsweredAt);

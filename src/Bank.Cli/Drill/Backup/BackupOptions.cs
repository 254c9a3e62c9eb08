namespace Bank.Cli.Drill.Backup;

/// <summary>Options of the drill.</summary>
/// <param name="Writers">Customers that pay in at once.</param>
/// <param name="Load">How long they do so between two steps.</param>
/// <param name="LogDirectory">Where the output of the silos goes.</param>
internal sealed record BackupOptions(int Writers, TimeSpan Load, string LogDirectory);

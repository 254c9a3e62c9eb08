namespace Bank.Cli.Drill.Upgrade;

/// <summary>Options of the drill.</summary>
/// <param name="Writers">Customers that pay in at once.</param>
/// <param name="Load">How long they do so before the first replacement, between two of them, and at the end.</param>
/// <param name="Previous">
/// Directory of the earlier version, with the folders <c>silo</c> and <c>client</c>; null to replace the current
/// version by itself.
/// </param>
/// <param name="LogDirectory">Where the output of the programs goes.</param>
internal sealed record UpgradeOptions(int Writers, TimeSpan Load, string? Previous, string LogDirectory)
{
    public const int Silos = 3;
    public const int Apis = 2;

    /// <summary>No customer may wait longer than this for an answer.</summary>
    public static TimeSpan Limit => TimeSpan.FromSeconds(10);
}

namespace Bank.Cli.Drill.Failover;

/// <summary>Options of the drill.</summary>
/// <param name="Writers">Customers that pay in at once.</param>
/// <param name="Load">How long they do so before the server is killed, and after it was replaced.</param>
/// <param name="LogDirectory">Where the output of the silo goes.</param>
internal sealed record FailoverOptions(int Writers, TimeSpan Load, string LogDirectory)
{
    /// <summary>
    /// True if commits wait no more for the standby, which is stopped while customers go on to pay in: what is
    /// acknowledged then is lost, and the drill has to say so.
    /// </summary>
    public bool IsAsynchronous { get; init; }

    /// <summary>Within this time every writer has to be answered again.</summary>
    public static TimeSpan Limit => TimeSpan.FromSeconds(15);
}

namespace Bank.Cli.Demo;

/// <summary>Options of the demo.</summary>
/// <param name="DataDirectory">Where the private PostgreSQL keeps its data.</param>
/// <param name="LogDirectory">Where the output of the programs goes.</param>
/// <param name="Port">
/// The port of the HTTP API; null for <see cref="PreferredPort"/>, or a free one if it is taken.
/// </param>
internal sealed record DemoOptions(string DataDirectory, string LogDirectory, int? Port = null)
{
    /// <summary>The port of the HTTP API if nobody else has it.</summary>
    public const int PreferredPort = 5080;
}

namespace Bank.Cli.Drill;

/// <summary>A drill that could not be carried out; its message says at which step.</summary>
internal sealed class DrillException(string message) : Exception(message);

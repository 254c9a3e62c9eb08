namespace Bank.Cli.Demo;

/// <summary>A process of the demo did not start or ended by itself. The message shows the end of its log.</summary>
internal sealed class HostFailedException(string message) : Exception(message);

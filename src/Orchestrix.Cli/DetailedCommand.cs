using System.CommandLine;

namespace Orchestrix.Cli;

/// <summary>A command with one sentence for the list of commands and a longer text for its own help.</summary>
/// <param name="name">What the user types.</param>
/// <param name="summary">One sentence.</param>
/// <param name="details">Shown after the options.</param>
internal sealed class DetailedCommand(string name, string summary, string details) : Command(name, summary)
{
    /// <summary>Shown after the options.</summary>
    public string Details { get; } = details;
}

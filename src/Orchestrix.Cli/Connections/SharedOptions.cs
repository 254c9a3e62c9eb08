using System.CommandLine;

namespace Orchestrix.Cli.Connections;

/// <summary>Options that mean the same in every command.</summary>
internal static class SharedOptions
{
    /// <summary>Where the connection string is.</summary>
    public static Option<string?> ConnectionFile() => new("--connection-file")
    {
        HelpName = "path",
        Description = "A file that holds nothing but the connection string.",
    };
}

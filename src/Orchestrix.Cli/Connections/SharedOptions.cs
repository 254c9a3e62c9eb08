using System.CommandLine;
using Orchestrix.Operators;

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

    /// <summary>Who acts; the name of the user unless it is given.</summary>
    public static Option<string> Actor(string description)
    {
        var actor = new Option<string>("--actor")
        {
            HelpName = "name",
            Description = description,
            DefaultValueFactory = static _ => Environment.UserName,
        };
        actor.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string>() is { } name
                && (string.IsNullOrWhiteSpace(name) || name.Length > OperatorLog.MaxActorLength
                    || name.Any(char.IsControl)))
            {
                result.AddError(
                    $"--actor must have 1 to {OperatorLog.MaxActorLength} characters, none of them a control "
                    + "character.");
            }
        });
        return actor;
    }
}

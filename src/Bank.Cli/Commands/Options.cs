using System.CommandLine;

namespace Bank.Cli.Commands;

/// <summary>Options that several commands have in the same form.</summary>
internal static class Options
{
    /// <summary>A directory.</summary>
    public static Option<string> Folder(string name, string description, string usual) => new(name)
    {
        HelpName = "directory",
        Description = description,
        DefaultValueFactory = _ => usual,
    };

    /// <summary>A whole number within bounds.</summary>
    public static Option<int> Number(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name)
        {
            HelpName = "number",
            Description = description,
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < least || result.GetValueOrDefault<int>() > most)
                result.AddError($"{name} must be from {least} to {most}.");
        });
        return option;
    }
}

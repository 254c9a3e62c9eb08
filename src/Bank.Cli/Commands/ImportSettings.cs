using System.CommandLine;
using Bank.Cli.Import;

namespace Bank.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class ImportSettings
{
    /// <summary>How many commands are in flight.</summary>
    public static Option<int> ConcurrencyOption()
    {
        var option = new Option<int>("--concurrency")
        {
            HelpName = "N",
            Description = $"Most commands in flight, each of another account; 1 to {ImportOptions.MaxConcurrency}.",
            DefaultValueFactory = static _ => ImportOptions.DefaultConcurrency,
        };
        option.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > ImportOptions.MaxConcurrency)
                result.AddError($"--concurrency must be from 1 to {ImportOptions.MaxConcurrency}.");
        });
        return option;
    }
}

using System.CommandLine;
using System.Globalization;

namespace Orchestrix.Cli;

/// <summary>Options that take a whole number, and say so when they get something else.</summary>
internal static class WholeNumber
{
    /// <summary>An option that may be left out.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="helpName">What the number is.</param>
    /// <param name="least">The least number that makes sense.</param>
    /// <param name="description">For the help.</param>
    public static Option<long?> Option(string name, string helpName, long least, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least)
                return value;
            result.AddError($"{name} takes a whole number from {least}.");
            return null;
        },
    };
}

using System.ComponentModel;
using System.Globalization;
using Bank.Client.Problems;
using Microsoft.AspNetCore.Mvc;

namespace Bank.Client.Endpoints;

/// <summary>What an answer of a read model must have in it at least.</summary>
internal readonly record struct AtLeast(
    [property: FromHeader(Name = CommandSender.PositionHeader)]
    [property: Description("A position that a command was answered with: the answer is true at this position or a "
        + "later one, so that a caller reads his own writes. The read model is waited for, 2 s by default; then the "
        + "answer is 503. Without it the answer is what is there.")]
    string? Text)
{
    /// <summary>The position; 0 waits for nothing.</summary>
    public (long Position, IReadOnlyList<ProblemError> Errors) Read()
    {
        if (string.IsNullOrEmpty(Text))
            return (0, []);
        return long.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? (position, [])
            : (0, [new ProblemError(CommandSender.PositionHeader, "malformed",
                $"{CommandSender.PositionHeader} must be a whole number that is not negative.")]);
    }
}

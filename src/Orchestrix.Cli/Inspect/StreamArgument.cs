using System.CommandLine;
using Orchestrix.Events;

namespace Orchestrix.Cli.Inspect;

/// <summary>The stream that a command is about.</summary>
internal static class StreamArgument
{
    /// <summary>The argument.</summary>
    public static Argument<StreamId> Create() => new("TYPE/KEY")
    {
        Description = "The stream: the grain type, a slash and the key, for example account/17.",
        CustomParser = static result =>
        {
            try
            {
                return StreamId.Parse(result.Tokens[0].Value);
            }
            catch (ArgumentException exception)
            {
                result.AddError(PostgreSQL.Interchange.Reasons.Of(exception));
                return default;
            }
        },
    };
}

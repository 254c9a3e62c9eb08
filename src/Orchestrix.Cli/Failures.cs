using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Interchange;

namespace Orchestrix.Cli;

/// <summary>
/// Turns the failures that an operator can do something about into one line and an exit code, without a stack.
/// </summary>
internal static class Failures
{
    /// <summary>Runs a command.</summary>
    public static async Task<int> ToExitCodeAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception exception) when (CodeOf(exception) is { } code)
        {
            await Console.Error.WriteLineAsync(
                code == ExitCodes.Interrupted ? "orchestrix: interrupted." : $"orchestrix: {exception.Message}");
            return code;
        }
    }

    private static int? CodeOf(Exception exception) => exception switch
    {
        ConfigurationException or ImportException or UnreadableEventException or CommandIdReusedException
            or EventRejectedException => ExitCodes.BadInput,
        EventStoreUnavailableException or UncertainOutcomeException => ExitCodes.Unavailable,
        OperationCanceledException => ExitCodes.Interrupted,
        _ => null,
    };
}

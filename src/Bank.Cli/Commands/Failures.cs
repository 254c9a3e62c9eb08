using Bank.Cli.Demo;
using Bank.Cli.Drill;
using Bank.Cli.Import;
using Orchestrix.Errors;

namespace Bank.Cli.Commands;

/// <summary>
/// Turns the failures that a user can do something about into one line and an exit code, without a stack.
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
                code == ExitCodes.Interrupted ? "bank: interrupted." : $"bank: {exception.Message}");
            return code;
        }
    }

    private static int? CodeOf(Exception exception) => exception switch
    {
        ImportFileException or ConfigurationException => ExitCodes.BadInput,
        ImportStoppedException or BankUnreachableException or HostFailedException => ExitCodes.Unavailable,
        EventStoreUnavailableException or DrillException => ExitCodes.Unavailable,
        OperationCanceledException => ExitCodes.Interrupted,
        _ => null,
    };
}

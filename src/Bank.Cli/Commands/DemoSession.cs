using Bank.Cli.Demo;
using Bank.Cli.Import;
using Spectre.Console;

namespace Bank.Cli.Commands;

/// <summary>The demo as a user sees it.</summary>
/// <param name="options">Where and on which port.</param>
/// <param name="console">Where the user reads.</param>
/// <param name="time">Measures waits.</param>
internal sealed class DemoSession(DemoOptions options, IAnsiConsole console, TimeProvider time)
{
    /// <summary>Runs the bank with live traffic until cancelled.</summary>
    /// <param name="isObserved">Starts a Prometheus beside it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> RunAsync(bool isObserved, CancellationToken cancellationToken)
    {
        await using var bank = await DemoBank.StartAsync(options, Report, time, cancellationToken);
        Report("Starting the HTTP API");
        await bank.StartApiAsync(cancellationToken);
        using var traffic = new LiveTraffic(bank.ApiAddress, bank.Key, time);
        await traffic.OpenAccountsAsync(cancellationToken);
        await using var prometheus = isObserved
            ? await DemoPrometheus.StartAsync(options, bank.SiloAddress, bank.ApiAddress, time)
            : null;
        if (isObserved)
            DemoScreen.ShowObservers(console, bank, prometheus);
        DemoScreen.Show(console, bank, options);
        await RunTrafficAsync(bank, traffic, cancellationToken);
        Report($"Stopping; {traffic.Sent:N0} requests were answered meanwhile, "
            + $"{traffic.Transfers:N0} of them transfers");
        return ExitCodes.Success;
    }

    /// <summary>Imports a file into the bank of the data directory, compares, and stops everything.</summary>
    public async Task<int> ImportAsync(
        string path, ImportOptions importOptions, CancellationToken cancellationToken)
    {
        // Before anything is started: a wrong name is told at once.
        using var file = TransactionFile.Open(path);
        await using var bank = await DemoBank.StartAsync(options, Report, time, cancellationToken);
        await using var connection = await BankConnection.OpenAsync(bank.Cluster, time, cancellationToken);
        Report("Importing");
        var session = new ImportSession(connection.Grains, importOptions, time);
        return await session.RunAsync(file, verify: true, quiet: false, cancellationToken);
    }

    /// <summary>Ends without an error when cancelled: that is how a demo ends.</summary>
    private static async Task RunTrafficAsync(DemoBank bank, LiveTraffic traffic, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var moving = traffic.RunAsync(stop.Token);
        try
        {
            await await Task.WhenAny(bank.ThrowWhenAnyEndsAsync(stop.Token), moving);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        finally
        {
            await stop.CancelAsync();
            await moving.ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private void Report(string what) => console.MarkupLineInterpolated($"[grey]{what}[/]");
}

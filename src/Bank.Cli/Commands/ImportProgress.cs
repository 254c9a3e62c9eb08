using Bank.Cli.Import;
using Spectre.Console;

namespace Bank.Cli.Commands;

/// <summary>Shows how far an import is: a bar on a terminal, a line now and then elsewhere.</summary>
internal sealed class ImportProgress(IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan BarPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    /// <summary>Shows the progress until the work has ended in any way. Does not throw what the work throws.</summary>
    public Task ShowAsync(Task work, ImportCounters counters, TransactionFile file) =>
        console.Profile.Capabilities.Interactive
            ? ShowBarAsync(work, counters, file)
            : ShowLinesAsync(work, counters, file);

    private Task ShowBarAsync(Task work, ImportCounters counters, TransactionFile file) => console.Progress()
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
            new RemainingTimeColumn(), new SpinnerColumn())
        .StartAsync(async context =>
        {
            var task = context.AddTask("Importing");
            while (!await EndsWithinAsync(work, BarPeriod))
                Update(task, counters, file);
            Update(task, counters, file);
        });

    private async Task ShowLinesAsync(Task work, ImportCounters counters, TransactionFile file)
    {
        while (!await EndsWithinAsync(work, LinePeriod))
            console.WriteLine($"{file.Progress:P0} read, {Text(counters)}");
    }

    private static void Update(ProgressTask task, ImportCounters counters, TransactionFile file)
    {
        task.Description = Text(counters);
        task.Value = file.Progress * task.MaxValue;
    }

    private static string Text(ImportCounters counters) =>
        $"{counters.Transactions:N0} transactions of {counters.Accounts:N0} accounts";

    private async Task<bool> EndsWithinAsync(Task work, TimeSpan period)
    {
        using var ended = new CancellationTokenSource();
        await Task.WhenAny(work, Task.Delay(period, time, ended.Token));
        await ended.CancelAsync();
        return work.IsCompleted;
    }
}

using System.IO.Hashing;
using System.Text;

namespace Bank.Cli.Import;

/// <summary>
/// Sends the rows of a file as commands: accounts side by side, each in the order of the file. Memory is bounded by the
/// number of lanes and accounts, not by the length of the file.
/// </summary>
internal sealed class Importer(IGrainFactory grains, ImportOptions options, ImportCounters counters, TimeProvider time)
{
    /// <summary>Sends all rows and waits for all answers.</summary>
    /// <returns>The accounts of the file, with what the bank refused of them.</returns>
    /// <exception cref="ImportFileException">
    /// A line is malformed. Every row before it was sent, and none after it.
    /// </exception>
    /// <exception cref="ImportStoppedException">A command was not handled; run again to resume.</exception>
    public async Task<IReadOnlyList<ImportedAccount>> RunAsync(
        IAsyncEnumerable<TransactionRow> rows, CancellationToken cancellationToken)
    {
        var sender = new CommandSender(options.Retry, counters, time);
        var lanes = Enumerable.Range(0, options.Concurrency)
            .Select(_ => new ImportLane(grains, sender, counters, options.RowsPerLane)).ToArray();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = lanes.Select(lane => RunAsync(lane, stop)).ToArray();
        try
        {
            await DistributeAsync(rows, lanes, stop.Token);
        }
        // A lane that stopped makes the reader stop; what the lane met is thrown below.
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
        finally
        {
            foreach (var lane in lanes)
                lane.Complete();
            await Settled(sending);
        }
        await ThrowFirstAsync(sending);
        return [.. lanes.SelectMany(lane => lane.Accounts)];
    }

    private static async Task DistributeAsync(
        IAsyncEnumerable<TransactionRow> rows, ImportLane[] lanes, CancellationToken cancellationToken)
    {
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            var hash = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(row.AccountId));
            await lanes[hash % (ulong)lanes.Length].AddAsync(row, cancellationToken);
        }
    }

    private static async Task RunAsync(ImportLane lane, CancellationTokenSource stop)
    {
        try
        {
            await lane.RunAsync(stop.Token);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private static Task Settled(Task[] tasks) =>
        Task.WhenAll(tasks).ContinueWith(static _ => { }, TaskScheduler.Default);

    /// <summary>The failure that stopped the others comes before the cancellations that it caused.</summary>
    private static async Task ThrowFirstAsync(Task[] tasks)
    {
        foreach (var task in tasks.OrderBy(static task => !task.IsFaulted))
            await task;
    }
}

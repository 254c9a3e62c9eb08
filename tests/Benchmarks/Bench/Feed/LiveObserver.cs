using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Orchestrix.Benchmarks.Database;

namespace Orchestrix.Benchmarks.Feed;

/// <summary>
/// Looks at the rows of the accounts that wait for a booking, on a connection of its own and every millisecond, and
/// notes by the server's clock when it sees which.
/// </summary>
internal sealed class LiveObserver(string connectionString, ConcurrentQueue<int> sent)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<int, DateTimeOffset> _seen = [];

    /// <summary>When the row of each deposit was seen, by the deposit's number.</summary>
    public IReadOnlyDictionary<int, DateTimeOffset> Seen => _seen;

    /// <summary>Looks until all deposits were seen, or none was for 10 s.</summary>
    public async Task RunAsync(int deposits, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 4,
            AutoPrepareMinUsages = 1,
            ApplicationName = "bench-observer",
        });
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        using var timer = new PeriodicTimer(Interval);
        var waiting = new List<int>();
        var last = TimeProvider.System.GetTimestamp();
        while (_seen.Count < deposits && TimeProvider.System.GetElapsedTime(last) < Patience)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            while (sent.TryDequeue(out var number))
                waiting.Add(number);
            if (waiting.Count == 0)
                continue;
            var rows = await ReadAsync(connection, waiting, cancellationToken);
            var before = waiting.Count;
            waiting.RemoveAll(number => rows.TryGetValue(LiveLoad.AccountOf(number), out var row)
                && row.Bookings >= LiveLoad.BookingsWith(number) && _seen.TryAdd(number, row.At));
            if (waiting.Count < before)
                last = TimeProvider.System.GetTimestamp();
        }
    }

    /// <summary>When the log recorded each deposit, by the deposit's number and the same clock.</summary>
    public async Task<IReadOnlyDictionary<int, DateTimeOffset>> ReadCommittedAsync(CancellationToken cancellationToken)
    {
        var committed = new Dictionary<int, DateTimeOffset>();
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = Command(await source.OpenConnectionAsync(cancellationToken), "Feed/committed_at");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            // account/0017; its first event is that it was opened.
            var account = int.Parse(reader.GetString(0).AsSpan("account/".Length), CultureInfo.InvariantCulture);
            var bookings = (int)reader.GetInt64(1) - 1;
            if (bookings > 0)
                committed.Add(((bookings - 1) * LiveLoad.Accounts) + account, reader.GetFieldValue<DateTimeOffset>(2));
        }
        return committed;
    }

    private static async Task<Dictionary<string, (long Bookings, DateTimeOffset At)>> ReadAsync(
        NpgsqlConnection connection, IEnumerable<int> numbers, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, "Feed/rows_of_accounts");
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = [.. numbers.Select(LiveLoad.AccountOf).Distinct()],
        });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new Dictionary<string, (long, DateTimeOffset)>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(reader.GetString(0), (reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2)));
        return rows;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string file)
    {
        // Embedded text without substitutions.
#pragma warning disable CA2100
        return new NpgsqlCommand(SqlFile.Read(file), connection);
#pragma warning restore CA2100
    }
}

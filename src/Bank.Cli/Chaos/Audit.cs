using System.Data;
using System.Globalization;
using Npgsql;

namespace Bank.Cli.Chaos;

/// <summary>
/// Accounts for every transfer and every cent from the rows of the log, with none of the bank's own code.
/// </summary>
internal sealed class Audit(string connectionString)
{
    private static readonly string[] LogFaults = ["gaps in positions", "streams with gaps", "doubled events"];

    private readonly List<string> _violations = [];

    /// <summary>Everything that is wrong, for people.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Transfers that have neither ended nor wait for a person.</summary>
    public async Task<long> CountUnfinishedAsync(CancellationToken cancellationToken) =>
        (long)(await ReadAsync("unfinished", cancellationToken)).Single()[0];

    /// <summary>True if projections say what the log says.</summary>
    public async Task<bool> ProjectionsAgreeAsync(decimal held, CancellationToken cancellationToken)
    {
        var row = (await ReadAsync("audit_projections", cancellationToken)).Single();
        return (long)row[0] == 0 && Convert.ToDecimal(row[1], CultureInfo.InvariantCulture) == held;
    }

    /// <summary>The p99 of the time for which transfers stood still, in seconds, and the number that did.</summary>
    public async Task<(double Seconds, long Count)> ReadRecoveryAsync(
        IReadOnlyList<DateTimeOffset> kills, CancellationToken cancellationToken)
    {
        var moments = kills.Select(static kill => kill.UtcDateTime).ToArray();
        var row = (await ReadAsync("recovery", cancellationToken, moments)).Single();
        return ((double)row[0], (long)row[1]);
    }

    public async Task<AuditResult> RunAsync(
        IReadOnlyCollection<TransferRecord> records, decimal funds, CancellationToken cancellationToken)
    {
        // One snapshot: a transfer that is still under way must not be seen before a booking, and its account after it.
        await using var connection = await ConnectAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead, cancellationToken);
        var rows = await ReadAsync(connection, "audit_transfers", cancellationToken);
        var transfers = rows
            .Select(static row => new AuditedTransfer(
                (string)row[0], (long)row[1], (string)row[2], Number(row[4]), Number(row[5]), Number(row[6]),
                (decimal)row[3], (bool)row[7]))
            .ToDictionary(static transfer => transfer.Id, StringComparer.Ordinal);
        var lost = 0;
        foreach (var record in records)
        {
            var isThere = transfers.ContainsKey(record.Id);
            if (record.Outcome == TransferOutcome.Acknowledged && !isThere)
            {
                lost++;
                _violations.Add($"{record.Id} was acknowledged and is not in the log.");
            }
            else if (record.Outcome == TransferOutcome.Refused && isThere)
            {
                _violations.Add($"{record.Id} was refused and is in the log.");
            }
        }
        foreach (var transfer in transfers.Values)
        {
            if (!transfer.IsAtRest)
                _violations.Add($"{transfer} has not come to an end.");
            else if (!transfer.IsTrue)
                _violations.Add($"{transfer} is not what its end says.");
        }

        var log = (await ReadAsync(connection, "audit_log", cancellationToken)).Single();
        foreach (var (what, count) in LogFaults.Zip(log))
            Expect((long)count == 0, $"The log has {count} {what}.");

        var money = (await ReadAsync(connection, "audit_money", cancellationToken)).Single();
        var (held, said, lowest, received) =
            ((decimal)money[0], (decimal)money[1], (decimal)money[2], (decimal)money[4]);
        Expect(held == said && (long)money[3] == 0, $"Accounts hold {held} and say {said}.");
        Expect(lowest >= 0, $"An account fell to {lowest}, below its limit of 0.");
        var delta = held + received + transfers.Values.Sum(static transfer => transfer.OnTheWay) - funds;
        Expect(delta == 0, $"Of {funds}, {-delta} are missing.");
        return new AuditResult([.. transfers.Values], held, delta, lost);
    }

    public void Expect(bool isTrue, string otherwise)
    {
        if (!isTrue)
            _violations.Add(otherwise);
    }

    private static long Number(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    /// <summary>Reads with a statement of its own.</summary>
    private async Task<List<object[]>> ReadAsync(
        string statement, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        return await ReadAsync(connection, statement, cancellationToken, parameters);
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Database = ChaosCluster.Database,
            Pooling = false,
            CommandTimeout = 120,
        }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static async Task<List<object[]>> ReadAsync(
        NpgsqlConnection connection, string statement, CancellationToken cancellationToken, params object[] parameters)
    {
        // Embedded text without substitutions.
#pragma warning disable CA2100
        await using var command = new NpgsqlCommand(ChaosSql.Read(statement), connection);
#pragma warning restore CA2100
        foreach (var parameter in parameters)
            command.Parameters.AddWithValue(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<object[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }
}

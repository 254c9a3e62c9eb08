using Npgsql;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Readiness;

namespace Orchestrix.PostgreSQL.Readiness;

/// <summary>The database's clock, which dates events.</summary>
internal sealed class DatabaseClock(NpgsqlDataSource source) : IStoreClock
{
    public async Task<DateTimeOffset> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await source.RunAsync(
            connection => connection.ReadAsync(
                ReadinessStatements.ReadClock, [], static reader => reader.GetFieldValue<DateTimeOffset>(0),
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return rows.Single();
    }
}

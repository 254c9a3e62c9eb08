using Npgsql;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>
/// Notices that a server with synchronous replication has given up waiting for its standby, as it does when a statement
/// is cancelled after its time-out. It then reports success with a warning, but a failover would lose what was written:
/// that is no acknowledgement. Sent again, the commit is found, and that answer waits for the standby as well.
/// </summary>
internal sealed class ReplicationWatch : IDisposable
{
    // https://github.com/postgres/postgres/blob/REL_15_STABLE/src/backend/replication/syncrep.c: the warning has no
    // SQLSTATE of its own and its text is translated; the routine that reports it is neither.
    private const string Routine = "SyncRepWaitForLSN";

    private readonly NpgsqlConnection _connection;
    private bool _isGivenUp;

    public ReplicationWatch(NpgsqlConnection connection)
    {
        _connection = connection;
        _connection.Notice += Notice;
    }

    /// <exception cref="TimeoutException">The standby may lack what was committed.</exception>
    public void ThrowIfGivenUp()
    {
        if (_isGivenUp)
            throw new TimeoutException("The standby did not confirm the commit in time.");
    }

    public void Dispose() => _connection.Notice -= Notice;

    private void Notice(object sender, NpgsqlNoticeEventArgs told) => _isGivenUp |= told.Notice.Routine == Routine;
}

using Npgsql;

namespace Orchestrix.Benchmarks.Peers;

/// <summary>The connection string that a peer gets.</summary>
internal static class PeerConnection
{
    // Of 8, 16, 32 and 64 tried on two processors: Marten spends half as much again with 64 as with 16, and nothing is
    // quicker with more. Npgsql's default of 100 is besides all that PostgreSQL's default max_connections has to give.
    private const int PoolSize = 16;

    /// <param name="connectionString">Of the driver; a pool size that it sets is kept.</param>
    /// <param name="isTuned">
    /// Whether to take the switches from the performance page of Npgsql's documentation: statements that are prepared
    /// automatically when they recur, and no reset of a connection that goes back to the pool.
    /// </param>
    public static string For(string connectionString, bool isTuned)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (!builder.ShouldSerialize("Maximum Pool Size"))
            builder.MaxPoolSize = PoolSize;
        if (isTuned)
            (builder.MaxAutoPrepare, builder.AutoPrepareMinUsages, builder.NoResetOnClose) = (50, 2, true);
        return builder.ConnectionString;
    }
}

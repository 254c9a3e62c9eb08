using System.Diagnostics;
using Npgsql;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Sessions;

namespace Orchestrix.PostgreSQL.Hosting;

/// <summary>Makes data sources from the options: one for the application, one for its migrations.</summary>
public static class PostgreSQLDataSource
{
    /// <summary>Key of the application's <see cref="NpgsqlDataSource"/> in a host's services.</summary>
    /// <remarks>
    /// A host may run statements and transactions of its own on it, and must leave each connection as it was: they are
    /// not reset when they return to the pool, so whatever stays behind meets the next statement of the store. That
    /// means no <c>set</c> other than <c>set local</c>, no temporary tables, no advisory locks of the session, no
    /// <c>listen</c>, no statements prepared by name. Code that needs one of these makes a data source of its own.
    /// </remarks>
    public const string ServiceKey = "orchestrix";

    private const string MigrationsName = "orchestrix-migrate";

    /// <summary>
    /// The application's data source. Connections are not reset when they are closed, and <see cref="ServiceKey"/> says
    /// what that asks of a host; the driver prepares no statement by itself, whatever the connection string says.
    /// </summary>
    public static NpgsqlDataSource Create(PostgreSQLOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            MinPoolSize = options.MinPoolSize,
            MaxPoolSize = Math.Max(options.MaxPoolSize, options.MinPoolSize),
            Timeout = Seconds(options.ConnectTimeout),
            CommandTimeout = Seconds(options.CommandTimeout),
            // Milliseconds that a server which was asked to give up a statement has to say that it did.
            CancellationTimeout = 500,
            // Details of an error may quote a row, and a row may be about a person.
            IncludeErrorDetail = false,
            // An append that took part in a caller's transaction would be acknowledged before it is durable.
            Enlist = false,
            // No statement here changes its session. Resetting it would throw away the plans of the append function,
            // which cost several times the append to make.
            NoResetOnClose = true,
            // A statement that fails while the driver prepares it by itself leaves its connection out of step: the next
            // answer is taken for another one (https://github.com/npgsql/npgsql/issues/6391). Without names, statements
            // also go through any pooler in transaction mode.
            MaxAutoPrepare = 0,
        };
        connection.ApplicationName ??= "orchestrix";
        SeveralHosts.UsePrimary(connection);
        var builder = new NpgsqlDataSourceBuilder(connection.ConnectionString) { Name = ServiceKey };
        // What nobody's trace asked for, such as looking for the end of the log, would be a trace each time.
        builder.ConfigureTracing(static tracing => tracing
            .ConfigureCommandFilter(static _ => Activity.Current is not null)
            .ConfigureBatchFilter(static _ => Activity.Current is not null));
        return builder.Build();
    }

    /// <summary>A data source for migrations: the owner's if there is one, without a pool to keep.</summary>
    public static NpgsqlDataSource CreateForMigrations(PostgreSQLOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var connection = new NpgsqlConnectionStringBuilder(
            options.MigrationConnectionString ?? options.ConnectionString)
        {
            Pooling = false,
            Timeout = Seconds(options.ConnectTimeout),
            IncludeErrorDetail = false,
        };
        connection.ApplicationName ??= MigrationsName;
        SeveralHosts.UsePrimary(connection);
        // A source without a name has its connection string as a label of its metrics.
        return new NpgsqlDataSourceBuilder(connection.ConnectionString) { Name = MigrationsName }.Build();
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}

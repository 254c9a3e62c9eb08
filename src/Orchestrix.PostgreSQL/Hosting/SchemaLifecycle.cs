using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.PostgreSQL.Hosting;

/// <summary>
/// Brings the schema up to date, or refuses to start, before anything else of the silo uses the database. A server that
/// is still starting is waited for.
/// </summary>
internal sealed class SchemaLifecycle(
    IOptions<PostgreSQLOptions> options, TimeProvider time, ILogger<Migrator> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(
            nameof(SchemaLifecycle), ServiceLifecycleStage.First, StartAsync, static _ => Task.CompletedTask);

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await PrepareAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (EventStoreUnavailableException exception)
                when (exception.Code == ErrorCodes.StoreUnavailable && time.GetElapsedTime(started) < StartDeadline)
            {
                HostingLog.WaitingForServer(logger, exception.Message);
            }
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var source = settings.SchemaStart == SchemaStart.Migrate
            ? PostgreSQLDataSource.CreateForMigrations(settings)
            : PostgreSQLDataSource.Create(settings);
        await using var disposed = source.ConfigureAwait(false);
        var migrator = new Migrator(
            source,
            new MigratorOptions { ApplicationRole = settings.ApplicationRole, ReaderRole = settings.ReaderRole },
            logger, time);
        await (settings.SchemaStart == SchemaStart.Migrate
            ? migrator.MigrateAsync(cancellationToken)
            : migrator.VerifyAsync(cancellationToken)).ConfigureAwait(false);
    }
}

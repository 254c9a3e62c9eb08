using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.PostgreSQL.Hosting;

/// <summary>
/// Brings the schema up to date, or refuses to start, before anything else of the silo uses the database; refuses a way
/// to the database that cannot work. A server that is still starting is waited for.
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
        var source = PostgreSQLDataSource.Create(settings);
        await using var disposed = source.ConfigureAwait(false);
        if (settings.SchemaStart == SchemaStart.Migrate)
        {
            var owner = PostgreSQLDataSource.CreateForMigrations(settings);
            await using var closed = owner.ConfigureAwait(false);
            await Migrator(owner).MigrateAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await Migrator(source).VerifyAsync(cancellationToken).ConfigureAwait(false);
        }
        await PoolerCheck.ThrowIfStatementsAreLostAsync(settings, source, cancellationToken).ConfigureAwait(false);

        Migrator Migrator(NpgsqlDataSource of) =>
            new(of, new MigratorOptions { ApplicationRole = settings.ApplicationRole }, logger, time);
    }
}

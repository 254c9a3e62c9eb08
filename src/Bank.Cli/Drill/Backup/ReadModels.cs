using Bank.Accounts;
using Bank.Projections;
using Bank.Transfers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Projections;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.Projections;
using Orchestrix.Serialization;

namespace Bank.Cli.Drill.Backup;

/// <summary>Compares the read models of a bank with ones that are built anew from its log, while silos run.</summary>
internal sealed class ReadModels : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly ProjectionRebuilder _rebuilder;

    public ReadModels(string connectionString, TimeProvider time)
    {
        var settings = new PostgreSQLOptions { ConnectionString = connectionString, MinPoolSize = 0 };
        _source = PostgreSQLDataSource.Create(settings);
        var log = new PostgreSQLEventStore(_source, settings, time, NullLogger<PostgreSQLEventStore>.Instance);
        var registry = new EventTypeRegistryBuilder().AddEvents(BankEventsJson.Default).Build();
        var options = new ProjectionOptions();
        var projections = new PostgreSQLProjectionStore(
            _source, log, new PostgreSQLCheckpointStore(_source), registry, new EventSerializer(registry),
            new ProjectionProgress(), Options.Create(options), time);
        _rebuilder = new ProjectionRebuilder(_source, log, projections, registry, options, time);
    }

    /// <summary>How many rows there are, and how many of them differ.</summary>
    /// <exception cref="DrillException">A read model could not be compared.</exception>
    public async Task<(long Rows, long Different)> CompareAsync(CancellationToken cancellationToken)
    {
        RebuildResult[] results =
        [
            await _rebuilder.RebuildAsync(new AccountBalances(), cancellationToken: cancellationToken),
            await _rebuilder.RebuildAsync(new DailyStatements(), cancellationToken: cancellationToken),
            await _rebuilder.RebuildAsync(new BankTotals(), cancellationToken: cancellationToken),
            await _rebuilder.RebuildAsync(new AccountActivities(), cancellationToken: cancellationToken),
        ];
        return results.All(static result => result.Comparison is not null)
            ? (results.Sum(static result => result.Comparison!.Rows),
                results.Sum(static result => result.Comparison!.DifferentRows))
            : throw new DrillException("A read model has no rows to compare with.");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();
}

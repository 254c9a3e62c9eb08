using Microsoft.Extensions.Options;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Readiness;
using Orchestrix.Readiness;
using Orleans.Configuration;

namespace Orchestrix.PostgreSQL.Tests.Readiness;

/// <summary>What the checks of the database say, as the application's role.</summary>
internal static class Measured
{
    /// <summary>What a server lacks that listens on the loopback address and has no replica.</summary>
    public static readonly string[] Lacking =
        ["persistence.replica", "security.database-certificate", "security.database-tls"];

    /// <summary>Every result; each check has one, with evidence.</summary>
    /// <param name="connectionString">How the application connects.</param>
    /// <param name="change">Changes the limits.</param>
    /// <param name="time">The clock. Default that of the machine.</param>
    /// <param name="capacityBytes">What the database may grow to.</param>
    /// <param name="clusterId">The id of the cluster; null if nobody knows.</param>
    public static async Task<List<CheckResult>> RunAsync(
        string connectionString, Action<ReadinessOptions>? change = null, TimeProvider? time = null,
        long? capacityBytes = null, string? clusterId = null)
    {
        var limits = new ReadinessOptions
        {
            MaxIdleInTransaction = TimeSpan.FromMilliseconds(100),
            LongStreamVersion = 2,
        };
        change?.Invoke(limits);
        var store = new PostgreSQLOptions
        {
            ConnectionString = connectionString,
            CapacityBytes = capacityBytes,
        };
        await using var source = PostgreSQLDataSource.Create(store);
        var readiness = new DatabaseReadiness(
            source, Options.Create(store), Options.Create(limits), time ?? TimeProvider.System,
            clusterId is null ? null : Options.Create(new ClusterOptions { ClusterId = clusterId }));
        var results = new List<CheckResult>();
        await foreach (var result in readiness.RunAsync(
            ReadinessProfile.Production, TestContext.Current.CancellationToken))
        {
            results.Add(result);
        }
        Assert.Equal(readiness.Checks, results.Select(static result => result.Check));
        Assert.All(results, static result => Assert.NotEmpty(result.Evidence));
        return results;
    }

    /// <summary>The ids of those that failed, in order.</summary>
    public static string[] Failed(IEnumerable<CheckResult> results) =>
    [
        .. results.Where(static result => result.Outcome == CheckOutcome.Failed)
            .Select(static result => result.Check.Id).Order(StringComparer.Ordinal),
    ];
}

using System.Text.Json.Nodes;
using Npgsql;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Measuring;
using Orchestrix.Benchmarks.Product;
using Orchestrix.PostgreSQL.Integrity;

namespace Orchestrix.Benchmarks.Seals;

/// <summary>
/// Commands to a silo that seals the log and to one that does not, in pairs; then the log is verified.
/// </summary>
internal static class SealsRun
{
    private const string DatabaseName = "seals";

    public static async Task<JsonObject> RunAsync(
        BenchServer server, PairedOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        // A silo seals what is left over when it starts, so that no half does the work of another.
        var figures = await new PairedRun(server, DatabaseName, options, say).RunAsync(
            static () => new AggregateWorkload(),
            static () => new AggregateWorkload { SealInterval = TimeSpan.FromDays(1) }, cancellationToken);
        var json = figures.ToJson("sealed", "unsealed", "cost");
        json["verified_events_per_s"] = Math.Round(await VerifyAsync(server, say, cancellationToken));
        return json;
    }

    /// <summary>Events compared with their seals in a second, in parallel.</summary>
    private static async Task<double> VerifyAsync(
        BenchServer server, Action<string> say, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(server.ApplicationConnectionString(DatabaseName));
        var started = TimeProvider.System.GetTimestamp();
        var verifier = new LogVerifier(source, Environment.ProcessorCount);
        var result = await verifier.RunAsync(LogAnchor.Start, isWhole: true, cancellationToken);
        if (!result.IsIntact)
            throw new InvalidOperationException(result.Finding!.Message);
        var rate = result.Events / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        say($"Verified {result.Events:N0} events, {rate:N0}/s; {result.Unsealed:N0} are not sealed yet.");
        return rate;
    }
}

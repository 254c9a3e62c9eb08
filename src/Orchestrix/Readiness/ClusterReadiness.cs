using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Orchestrix.InMemory;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;

namespace Orchestrix.Readiness;

/// <summary>Asks every silo about itself, tries the doors of each, and sends the canary.</summary>
internal sealed class ClusterReadiness(
    SiloCircle circle, SagaRegistry sagas, SubscriptionRegistry subscriptions, CanaryTrip canary, PortProbe ports,
    IOptions<ReadinessOptions> options)
    : IReadinessSource
{
    // Fewer commits or loads say nothing about a rate.
    private const long Enough = 100;

    /// <inheritdoc/>
    public IReadOnlyList<ReadinessCheck> Checks => ClusterChecks.All;

    /// <inheritdoc/>
    public async IAsyncEnumerable<CheckResult> RunAsync(
        ReadinessProfile profile, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Retries();
        var silos = circle.Silos;
        yield return ClusterChecks.Silos.Judge(
            silos.Count >= options.Value.MinSilos, $"{silos.Count} silos run; {options.Value.MinSilos} are wanted");
        var reports = await circle.AskAsync(static silo => silo.ReportAsync());
        foreach (var result in Judge(reports))
            yield return result;
        if (profile >= ClusterChecks.Tls.From)
        {
            string[] doors =
            [
                .. silos.Select(static silo => silo.Endpoint.ToString()),
                .. reports.Select(static silo => silo.Gateway).OfType<string>(),
            ];
            foreach (var result in await ports.TryAsync(doors, cancellationToken))
                yield return result;
        }
        yield return await canary.RunAsync(ClusterChecks.Canary, cancellationToken);
    }

    private IEnumerable<CheckResult> Judge(SiloReport[] silos)
    {
        yield return ClusterChecks.Store.Judge(
            silos.All(static silo => silo.Store != nameof(InMemoryEventStore)),
            Distinct(silos, static silo => silo.Store));
        yield return ClusterChecks.Versions.Judge(
            silos.Select(static silo => silo.Build).Distinct().Count() == 1,
            Distinct(silos, static silo => silo.Build));
        yield return ClusterChecks.Reminders.Judge(
            silos.All(static silo => silo.Reminders?.Contains("InMemory", StringComparison.Ordinal) is false),
            Distinct(silos, static silo => silo.Reminders ?? "none"));
        yield return silos.Any(static silo => silo.Skew is null)
            ? ClusterChecks.ClockSkew.Result(CheckOutcome.NotApplicable, "the store has no clock of its own")
            : Skew(silos.MaxBy(static silo => silo.Skew!.Value.Duration())!);
        var commits = silos.Sum(static silo => silo.Batches);
        yield return Conflicts(commits, silos.Sum(static silo => silo.Conflicts));
        var unconditional = silos.Sum(static silo => silo.Unconditional);
        yield return ClusterChecks.ExpectedVersions.Judge(
            unconditional == 0, $"{unconditional} of {commits} commits were to be taken at any version");
        yield return Hits(
            silos.Sum(static silo => silo.SnapshotHits), silos.Sum(static silo => silo.SnapshotMisses));
    }

    private CheckResult Skew(SiloReport worst) => ClusterChecks.ClockSkew.Judge(
        worst.Skew!.Value.Duration() <= options.Value.MaxClockSkew,
        string.Create(CultureInfo.InvariantCulture,
            $"at most {worst.Skew.Value.Duration().TotalMilliseconds:0.0} ms, at {worst.Silo}"));

    private CheckResult Conflicts(long commits, long conflicts)
    {
        var percent = 100.0 * conflicts / Math.Max(1, commits);
        return ClusterChecks.Conflicts.Judge(
            commits < Enough || percent <= options.Value.MaxConflictsPercent,
            string.Create(CultureInfo.InvariantCulture, $"{conflicts} of {commits} commits: {percent:0.##} %"));
    }

    private CheckResult Hits(long hits, long misses)
    {
        var percent = 100.0 * hits / Math.Max(1, hits + misses);
        return ClusterChecks.SnapshotHits.Judge(
            hits + misses < Enough || percent >= options.Value.MinSnapshotHitsPercent,
            string.Create(CultureInfo.InvariantCulture,
                $"{hits} loads began with a snapshot, {misses} should have"));
    }

    private CheckResult Retries()
    {
        string[] names = [.. sagas.Names.Where(static name => name != CanarySaga.SagaType)];
        var steps = names
            .SelectMany(name => sagas.Latest(name)!.Steps.Select(step => (Name: $"{name}/{step.Name}", Step: step)))
            .Where(static one => one.Step.Kind == SagaStepKind.Call).ToArray();
        var handlers = subscriptions.All.Where(static one => one.Retry is not null).ToArray();
        string[] bare =
        [
            .. steps.Where(static one => one.Step.Retry.MaxRetries == 0).Select(static one => one.Name),
            .. handlers.Where(static one => one.Retry!.MaxRetries == 0).Select(static one => one.Name),
        ];
        return ClusterChecks.Retries.Judge(bare.Length == 0, bare.Length == 0
            ? $"all {steps.Length} steps of {names.Length} sagas, and {handlers.Length} subscriptions with handlers"
            : $"never again: {string.Join(", ", bare)}");
    }

    private static string Distinct(IEnumerable<SiloReport> silos, Func<SiloReport, string> of) =>
        string.Join("; ", silos.GroupBy(of).Select(static same => $"{same.Key} ({same.Count()})"));
}

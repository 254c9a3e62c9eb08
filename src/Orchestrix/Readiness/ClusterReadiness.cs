using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Orchestrix.InMemory;
using Orchestrix.Retry;
using Orchestrix.Sagas;
using Orleans.Runtime.Placement;

namespace Orchestrix.Readiness;

/// <summary>Asks every silo about itself, and sends the canary.</summary>
internal sealed class ClusterReadiness(
    IGrainFactory grains, IClusterMembershipService membership, SagaRegistry sagas, CanaryTrip canary,
    IOptions<ReadinessOptions> options)
    : IReadinessSource
{
    // Fewer commits say nothing about a rate.
    private const long EnoughCommits = 100;

    /// <inheritdoc/>
    public IReadOnlyList<ReadinessCheck> Checks => ClusterChecks.All;

    /// <inheritdoc/>
    public async IAsyncEnumerable<CheckResult> RunAsync(
        ReadinessProfile profile, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Retries();
        var silos = membership.CurrentSnapshot.Members.Values
            .Where(static member => member.Status == SiloStatus.Active)
            .Select(static member => member.SiloAddress).ToArray();
        yield return ClusterChecks.Silos.Judge(
            silos.Length >= options.Value.MinSilos, $"{silos.Length} silos run; {options.Value.MinSilos} are wanted");
        foreach (var result in Judge(await Task.WhenAll(silos.Select(AskAsync))))
            yield return result;
        yield return await canary.RunAsync(ClusterChecks.Canary, cancellationToken);
    }

    private Task<SiloReport> AskAsync(SiloAddress silo)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        try
        {
            return grains.GetGrain<ISiloReadinessGrain>(silo.ToParsableString()).ReportAsync();
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
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
        yield return Conflicts(silos.Sum(static silo => silo.Batches), silos.Sum(static silo => silo.Conflicts));
        var careless = silos.Where(static silo => silo.HasSecretArgument).Select(static silo => silo.Silo).ToArray();
        yield return ClusterChecks.Arguments.Judge(
            careless.Length == 0, careless.Length == 0 ? "none" : $"in {string.Join(", ", careless)}");
    }

    private CheckResult Skew(SiloReport worst) => ClusterChecks.ClockSkew.Judge(
        worst.Skew!.Value.Duration() <= options.Value.MaxClockSkew,
        string.Create(CultureInfo.InvariantCulture,
            $"at most {worst.Skew.Value.Duration().TotalMilliseconds:0.0} ms, at {worst.Silo}"));

    private CheckResult Conflicts(long commits, long conflicts)
    {
        var percent = 100.0 * conflicts / Math.Max(1, commits);
        return ClusterChecks.Conflicts.Judge(
            commits < EnoughCommits || percent <= options.Value.MaxConflictsPercent,
            string.Create(CultureInfo.InvariantCulture, $"{conflicts} of {commits} commits: {percent:0.##} %"));
    }

    private CheckResult Retries()
    {
        var steps = sagas.Names.Where(static name => name != CanarySaga.SagaType)
            .SelectMany(name => sagas.Latest(name)!.Steps.Select(step => (Name: $"{name}/{step.Name}", Step: step)))
            .Where(static one => one.Step.Kind == SagaStepKind.Call).ToArray();
        var bare = steps.Where(static one => one.Step.Retry.MaxRetries == 0).Select(static one => one.Name).ToArray();
        return ClusterChecks.Retries.Judge(bare.Length == 0, bare.Length == 0
            ? $"all {steps.Length} steps of {sagas.Names.Count(static name => name != CanarySaga.SagaType)} sagas"
            : string.Join(", ", bare));
    }

    private static string Distinct(IEnumerable<SiloReport> silos, Func<SiloReport, string> of) =>
        string.Join("; ", silos.GroupBy(of).Select(static same => $"{same.Key} ({same.Count()})"));
}

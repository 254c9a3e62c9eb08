using Microsoft.Extensions.Options;
using Orchestrix.Errors;

namespace Orchestrix.Readiness;

/// <summary>Runs the checks of all sources at once, and makes sure that each has exactly one result.</summary>
internal sealed class ReadinessRun(
    IEnumerable<IReadinessSource> sources, SiloCircle circle, IGrainFactory grains, ILocalSiloDetails silo,
    IOptions<ReadinessOptions> options, TimeProvider time)
{
    private readonly ISiloReadinessSource[] _here = [.. sources.OfType<ISiloReadinessSource>()];
    private readonly IReadinessSource[] _once = [.. sources.Where(static one => one is not ISiloReadinessSource)];

    /// <summary>The results of all checks, in the order of the sources and their checks.</summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(
        ReadinessProfile profile, CancellationToken cancellationToken)
    {
        var everywhere = RunEverywhereAsync(profile, cancellationToken);
        var once = await Task.WhenAll(_once.Select(source => RunAsync(source, profile, cancellationToken)));
        return [.. once.SelectMany(static results => results), .. await everywhere];
    }

    /// <summary>The results of what this silo measures about itself.</summary>
    public async Task<SiloAnswer> RunHereAsync(ReadinessProfile profile)
    {
        var all = await Task.WhenAll(_here.Select(source => RunAsync(source, profile, CancellationToken.None)));
        return new SiloAnswer(silo.Name, [.. all.SelectMany(static results => results)]);
    }

    private async Task<IEnumerable<CheckResult>> RunEverywhereAsync(
        ReadinessProfile profile, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, CheckResult>(StringComparer.Ordinal);
        var otherwise = await TryAsync(
            async _ =>
            {
                var clients = grains.GetGrain<IClientCheckGrain>(0).CheckAsync(profile);
                var silos = await circle.AskAsync(one => one.CheckAsync(profile));
                foreach (var result in WorstResults.Of([.. silos, .. (await clients).Answers]))
                    found[result.Check.Id] = result;
                found[ClusterChecks.Clients.Id] = Judge(await clients);
            },
            cancellationToken);
        // A client may have a check that this silo has not.
        var checks = _here.SelectMany(static source => source.Checks).Append(ClusterChecks.Clients)
            .UnionBy(found.Values.Select(static one => one.Check), static check => check.Id);
        return Complete(checks, found, otherwise, profile);
    }

    private static CheckResult Judge(ClientAnswers clients)
    {
        var check = ClusterChecks.Clients;
        if (clients.Silent.Count > 0)
            return check.Judge(false, $"no answer: {string.Join("; ", clients.Silent)}");
        return clients.Answers.Count == 0
            ? check.Result(
                CheckOutcome.NotApplicable, "no client has joined; settings, logs and traces are those of silos alone")
            : check.Judge(true, $"{clients.Answers.Count} have answered for their settings, logs and traces");
    }

    private async Task<IEnumerable<CheckResult>> RunAsync(
        IReadinessSource source, ReadinessProfile profile, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, CheckResult>(StringComparer.Ordinal);
        var otherwise = await TryAsync(
            async limit =>
            {
                await foreach (var result in source.RunAsync(profile, limit))
                    found[result.Check.Id] = result;
            },
            cancellationToken);
        return Complete(source.Checks, found, otherwise, profile);
    }

    /// <summary>Runs something within the limit; returns why what has no result has none.</summary>
    private async Task<string> TryAsync(Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // What does not heed its token is left behind.
            await run(limit.Token).WaitAsync(limit.Token);
            return "no result";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no result within {options.Value.Timeout.TotalSeconds:0} s";
        }
        catch (OrchestrixException exception)
        {
            return $"not measured: {exception.Code}";
        }
        // Whatever goes wrong in one source, the others are heard; and a message may quote what nobody should read.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return $"not measured: {exception.GetType().Name}";
        }
    }

    private static IEnumerable<CheckResult> Complete(
        IEnumerable<ReadinessCheck> checks, Dictionary<string, CheckResult> found, string otherwise,
        ReadinessProfile profile) => checks.Select(check =>
        profile < check.From ? check.Result(CheckOutcome.NotApplicable, $"asked for from {check.From} on")
        : found.GetValueOrDefault(check.Id) ?? check.Result(CheckOutcome.Failed, otherwise));
}

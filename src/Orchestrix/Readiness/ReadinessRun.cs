using Microsoft.Extensions.Options;
using Orchestrix.Errors;

namespace Orchestrix.Readiness;

/// <summary>Runs the checks of all sources at once, and makes sure that each has exactly one result.</summary>
internal sealed class ReadinessRun(
    IEnumerable<IReadinessSource> sources, IOptions<ReadinessOptions> options, TimeProvider time)
{
    /// <summary>The results of all checks, in the order of the sources and their checks.</summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(
        ReadinessProfile profile, CancellationToken cancellationToken)
    {
        var all = await Task.WhenAll(sources.Select(source => RunAsync(source, profile, cancellationToken)));
        return [.. all.SelectMany(static results => results)];
    }

    private async Task<IEnumerable<CheckResult>> RunAsync(
        IReadinessSource source, ReadinessProfile profile, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, CheckResult>(StringComparer.Ordinal);
        var otherwise = "no result";
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await foreach (var result in source.RunAsync(profile, limit.Token))
                found[result.Check.Id] = result;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            otherwise = $"no result within {options.Value.Timeout.TotalSeconds:0} s";
        }
        catch (OrchestrixException exception)
        {
            otherwise = $"not measured: {exception.Code}";
        }
        // Whatever goes wrong in one source, the others are heard; and a message may quote what nobody should read.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            otherwise = $"not measured: {exception.GetType().Name}";
        }
        return source.Checks.Select(check =>
            profile < check.From ? check.Result(CheckOutcome.NotApplicable, $"asked for from {check.From} on")
            : found.GetValueOrDefault(check.Id) ?? check.Result(CheckOutcome.Failed, otherwise));
    }
}

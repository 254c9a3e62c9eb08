using System.Text.Json;
using Orchestrix.Operators;

namespace Orchestrix.Projections;

/// <summary>
/// Asks for rebuilds, and records each request in the log before, whatever comes of it; not those about projections
/// that do not exist.
/// </summary>
public sealed class RecordedRebuilds(IProjectionCatalog catalog, OperatorLog log)
{
    /// <summary>As <see cref="IProjectionCatalog.RebuildAsync"/>.</summary>
    /// <exception cref="ArgumentException">The actor is missing or too long.</exception>
    public Task<RebuildOutcome> RebuildAsync(
        string name, RebuildActivation activation, string actor, CancellationToken cancellationToken = default) =>
        AskAsync(
            "rebuild", name, actor, JsonNamingPolicy.KebabCaseLower.ConvertName(activation.ToString()),
            () => catalog.RebuildAsync(name, activation, actor, cancellationToken), cancellationToken);

    /// <summary>As <see cref="IProjectionCatalog.ActivateAsync"/>.</summary>
    /// <exception cref="ArgumentException">The actor is missing or too long.</exception>
    public Task<RebuildOutcome> ActivateAsync(
        string name, string actor, CancellationToken cancellationToken = default) =>
        AskAsync(
            "activate", name, actor, null, () => catalog.ActivateAsync(name, actor, cancellationToken),
            cancellationToken);

    /// <summary>As <see cref="IProjectionCatalog.CancelAsync"/>.</summary>
    /// <exception cref="ArgumentException">The actor is missing or too long.</exception>
    public Task<RebuildOutcome> CancelAsync(
        string name, string actor, CancellationToken cancellationToken = default) =>
        AskAsync(
            "cancel", name, actor, null, () => catalog.CancelAsync(name, actor, cancellationToken),
            cancellationToken);

    private async Task<RebuildOutcome> AskAsync(
        string act, string name, string actor, string? activation, Func<Task<RebuildOutcome>> ask,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (await catalog.FindAsync(name, cancellationToken) is null)
            return RebuildOutcome.NotFound;
        var acted = new OperatorActed(
            $"projection.{act}", [name], Reason: null,
            activation is null ? null : new Dictionary<string, string> { ["activate"] = activation });
        await log.RecordAsync("projections", acted, actor, cancellationToken: cancellationToken);
        return await ask();
    }
}

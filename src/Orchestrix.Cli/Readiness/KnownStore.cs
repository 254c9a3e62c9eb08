using Orchestrix.Readiness;

namespace Orchestrix.Cli.Readiness;

/// <summary>Which database the silos have, or why that is not known.</summary>
/// <param name="Identity">Which; null if it is not known.</param>
/// <param name="Trouble">Why not.</param>
internal sealed record KnownStore(StoreIdentity? Identity, string? Trouble)
{
    /// <summary>Asks the silos. What goes wrong costs the checks that need to know it, and no other.</summary>
    public static async Task<KnownStore> AskAsync(IReadinessGrain readiness, CancellationToken cancellationToken)
    {
        try
        {
            var identity = await readiness.IdentifyStoreAsync(cancellationToken);
            return new KnownStore(identity, identity is null
                ? "it does not answer, is in memory, or may not be asked; the role of the silos needs execute on "
                    + "pg_control_system()"
                : null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new KnownStore(
                null, $"the silos cannot be asked ({exception.GetType().Name}); those of an earlier version do not "
                + "know it");
        }
    }
}

using Bank.Client.Configuration;
using Orchestrix.Errors;
using Orchestrix.Readiness;

namespace Bank.Client.Ops;

/// <summary>The waivers that page and address count, as <c>orchestrix readiness --waivers</c> reads them.</summary>
internal sealed class Waivers(OpsSettings settings, TimeProvider time)
{
    /// <summary>
    /// Judges what silos have measured. The file is read anew each time; if it cannot be, no waiver counts.
    /// </summary>
    public WaivedResults Judge(IReadOnlyList<CheckResult> results, ReadinessProfile profile)
    {
        try
        {
            return Judge(WaiverFile.Read(settings.WaiverFile), results, profile);
        }
        catch (ConfigurationException exception)
        {
            return Judge([], results, profile) with { Troubles = [$"No waiver counts. {exception.Message}"] };
        }
    }

    // The file is that of the command, which has more checks.
    private WaivedResults Judge(
        IReadOnlyList<Waiver> waivers, IReadOnlyList<CheckResult> results, ReadinessProfile profile) =>
        WaiverFile.Judge(
            waivers, results, profile, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), isEverything: false);
}

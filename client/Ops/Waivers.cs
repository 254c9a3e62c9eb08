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
    public WaivedResults Judge(IReadOnlyList<CheckResult> results)
    {
        try
        {
            // The file is that of the command, which has more checks.
            return WaiverFile.Judge(
                WaiverFile.Read(settings.WaiverFile), results, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime),
                isEverything: false);
        }
        catch (ConfigurationException exception)
        {
            return new WaivedResults(results, [$"No waiver counts. {exception.Message}"]);
        }
    }
}

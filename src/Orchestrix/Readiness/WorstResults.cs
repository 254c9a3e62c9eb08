namespace Orchestrix.Readiness;

/// <summary>Makes one result of those of several silos.</summary>
internal static class WorstResults
{
    private static readonly CheckOutcome[] _fromWorst =
        [CheckOutcome.Failed, CheckOutcome.Unknown, CheckOutcome.Passed, CheckOutcome.NotApplicable];

    /// <summary>For each check, the worst outcome and the evidence of the silos that have it.</summary>
    /// <param name="silos">
    /// What each has measured. A check that only some of them have is judged by those: that programs differ is the
    /// business of another check.
    /// </param>
    public static IEnumerable<CheckResult> Of(IReadOnlyCollection<SiloAnswer> silos) => silos
        .SelectMany(static silo => silo.Results.Select(result => (silo.Silo, Result: result)))
        .GroupBy(static one => one.Result.Check.Id, StringComparer.Ordinal)
        .Select(of =>
        {
            var worst = _fromWorst.First(outcome => of.Any(one => one.Result.Outcome == outcome));
            var those = of.Where(one => one.Result.Outcome == worst).ToArray();
            var evidence = those
                .GroupBy(static one => one.Result.Evidence, static one => one.Silo, StringComparer.Ordinal)
                .Select(same => same.Count() == silos.Count ? same.Key : $"{Names(same)}: {same.Key}");
            return those[0].Result with { Evidence = string.Join("; ", evidence) };
        });

    private static string Names(IEnumerable<string> silos) => string.Join(", ", silos.Order(StringComparer.Ordinal));
}

namespace Orchestrix.Tests.Support;

/// <summary>
/// What a check of readiness is about was broken for real. A test compares the checks that are named here with those
/// that exist.
/// </summary>
internal static class Broken
{
    /// <summary>Exactly this check fails now that did not fail before.</summary>
    /// <param name="check">The id of the check.</param>
    /// <param name="before">The ids of those that failed while all was whole.</param>
    /// <param name="now">The ids of those that fail now.</param>
    /// <param name="consequences">What cannot be well either while the check fails.</param>
    public static void Only(
        string check, IEnumerable<string> before, IEnumerable<string> now, params string[] consequences)
    {
        Assert.DoesNotContain(check, before);
        Assert.Equal(
            before.Union([check, .. consequences]).Order(StringComparer.Ordinal), now.Order(StringComparer.Ordinal));
    }
}

using System.Globalization;
using Orchestrix.Readiness;

namespace Orchestrix.PostgreSQL.Readiness;

/// <summary>
/// How long each major release of PostgreSQL gets corrections: the table "Final Release" of
/// https://www.postgresql.org/support/versioning/, as of November 2025. That of 19 goes by the policy of that page:
/// with the corrections of the November five years after its release, which come on the second Thursday.
/// </summary>
internal static class SupportDates
{
    private static readonly Dictionary<int, DateOnly> _end = new()
    {
        [13] = new(2025, 11, 13),
        [14] = new(2026, 11, 12),
        [15] = new(2027, 11, 11),
        [16] = new(2028, 11, 9),
        [17] = new(2029, 11, 8),
        [18] = new(2030, 11, 14),
        [19] = new(2031, 11, 13),
    };

    /// <summary>Judges a server's version on a day.</summary>
    public static CheckResult Judge(Version server, DateOnly today)
    {
        var check = DatabaseChecks.Version;
        if (_end.TryGetValue(server.Major, out var end))
        {
            return check.Judge(today <= end, string.Create(CultureInfo.InvariantCulture,
                $"PostgreSQL {server}, supported until {end:yyyy-MM-dd}"));
        }
        // For five years from its release on, which a program is not run for without an upgrade of its own.
        return server.Major > _end.Keys.Max()
            ? check.Judge(true, $"PostgreSQL {server}, which came out after this program's table of releases was made")
            : check.Judge(false, $"PostgreSQL {server} is no longer supported");
    }
}

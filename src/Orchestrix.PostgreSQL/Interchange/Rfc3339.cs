using System.Globalization;

namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>Times as RFC 3339 writes them, with the microseconds that PostgreSQL keeps.</summary>
internal static class Rfc3339
{
    /// <summary>In UTC and with all six digits, never fewer.</summary>
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    // .NET reads fewer digits by F than there are, and no more: a seventh would be lost in the store.
    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz"];

    /// <summary>Reads a time; false if it is not one, or finer than a microsecond.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Formats, CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}

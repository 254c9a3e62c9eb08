using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Bank.Client.Endpoints;

/// <summary>Entity tags that are versions: <c>"7"</c> is the account after its seventh event.</summary>
internal static class ETags
{
    public static EntityTagHeaderValue Of(long version) => new($"\"{version.ToString(CultureInfo.InvariantCulture)}\"");

    /// <summary>
    /// Reads If-Match: a version; or null for <c>*</c>, which any existing account meets. Lists and weak tags are
    /// refused, since a command is decided on one version.
    /// </summary>
    public static bool TryParseIfMatch(string value, out long? version)
    {
        version = null;
        if (value == "*")
            return true;
        var isTag = value.Length is > 2 and < 22 && value[0] == '"' && value[^1] == '"';
        if (!isTag)
            return false;
        var digits = value.AsSpan(1..^1);
        var isVersion = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed);
        version = isVersion ? parsed : null;
        return isVersion;
    }
}

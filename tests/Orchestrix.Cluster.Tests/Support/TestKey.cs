using Bank.Contracts.Security;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>An API key that may do everything, for tests that are about something else.</summary>
internal static class TestKey
{
    /// <summary>The actor that events are recorded with.</summary>
    public const string Actor = "key:tests";

    private static readonly ApiKey _key = ApiKey.New();

    /// <summary>What a request carries.</summary>
    public static string Text => _key.Text;

    /// <summary>The settings of an API that admits it.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Settings =>
        _key.ToSettings(0, "tests", ["admin"], TimeProvider.System.GetUtcNow().AddDays(1));

    /// <summary>Lets all requests of a client carry it.</summary>
    public static void AddTo(HttpClient http) => http.DefaultRequestHeaders.Authorization = new("Bearer", Text);
}

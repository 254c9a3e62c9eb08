using Bank.Contracts.Security;

namespace Bank.Cli.Demo;

/// <summary>
/// A key for the HTTP APIs that this program starts, for as long as they run. It may do everything.
/// </summary>
internal sealed class LocalKey(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly ApiKey _key = ApiKey.New();
    private readonly DateTimeOffset _expiresAt = time.GetUtcNow() + Lifetime;

    /// <summary>What a request carries.</summary>
    public string Text => _key.Text;

    /// <summary>Adds the key to the environment of an API.</summary>
    public void AddTo(IDictionary<string, string> environment)
    {
        foreach (var (name, value) in _key.ToSettings(0, "demo", ["admin"], _expiresAt))
            environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
    }

    /// <summary>Lets all requests of a client carry it.</summary>
    public void AddTo(HttpClient http) =>
        http.DefaultRequestHeaders.Authorization = new("Bearer", Text);
}

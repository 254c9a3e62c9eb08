using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Bank.Contracts.Security;
using Microsoft.Extensions.Primitives;
using Orchestrix.Errors;

namespace Bank.Client.Auth;

/// <summary>
/// The keys that are valid now. A configuration that has changed takes effect at once, and one that makes no sense
/// leaves the keys as they were: a slip of the pen must not lock everybody out, nor let anybody in.
/// </summary>
internal sealed class ApiKeyRing : IDisposable
{
    private readonly TimeProvider _time;
    private readonly string? _tenantClaim;
    private readonly IDisposable _changes;
    private FrozenDictionary<string, ApiKeySettings> _keys;

    public ApiKeyRing(
        AuthSettings settings, IConfiguration configuration, IMeterFactory meters, TimeProvider time,
        ILogger<ApiKeyRing> logger)
    {
        (_time, _tenantClaim, _keys) = (time, settings.TenantClaim, ById(settings));
        _changes = ChangeToken.OnChange(configuration.GetReloadToken, () => Reload(configuration, logger));
        // What has changed since the settings were read counts.
        Reload(configuration, logger);
        meters.Create("Orchestrix").CreateObservableGauge(
            "orchestrix.api_key.expiry_timestamp", Ends, "s",
            "From when on an API key is refused, in seconds since 1970-01-01 UTC.");
    }

    /// <summary>The settings of a key, or null if it is none, or has expired.</summary>
    /// <param name="key">What a caller sent.</param>
    /// <param name="expired">The settings of a key that is right and has expired.</param>
    public ApiKeySettings? Find(string key, out ApiKeySettings? expired)
    {
        expired = null;
        if (!ApiKey.TryParse(key, out var id, out var secret)
            || !Volatile.Read(ref _keys).TryGetValue(id, out var known))
        {
            return null;
        }
        var isSame = CryptographicOperations.FixedTimeEquals(
            Convert.FromHexString(known.Hash), ApiKey.HashOf(secret));
        if (!isSame)
            return null;
        if (known.ExpiresAt > _time.GetUtcNow())
            return known;
        expired = known;
        return null;
    }

    /// <summary>The settings of the key that someone has signed in with, or null if it was taken out, or has expired.
    /// </summary>
    public ApiKeySettings? FindById(string id) =>
        Volatile.Read(ref _keys).TryGetValue(id, out var known) && known.ExpiresAt > _time.GetUtcNow() ? known : null;

    public void Dispose() => _changes.Dispose();

    private void Reload(IConfiguration configuration, ILogger logger)
    {
        try
        {
            var settings = AuthSettings.Read(configuration);
            if (settings.TenantClaim != _tenantClaim)
                throw new ConfigurationException("Auth:TenantClaim has changed, which takes a restart.");
            Volatile.Write(ref _keys, ById(settings));
            Log.KeysRead(logger, _keys.Count);
            Warn(logger);
        }
        catch (ConfigurationException exception)
        {
            Log.KeysUnreadable(logger, exception.Message);
        }
    }

    private void Warn(ILogger logger)
    {
        foreach (var key in _keys.Values.Where(key => key.ExpiresAt <= _time.GetUtcNow()))
            Log.KeyExpired(logger, key.Name, key.Id, key.ExpiresAt!.Value);
    }

    private IEnumerable<Measurement<long>> Ends() => Volatile.Read(ref _keys).Values.Select(static key =>
        new Measurement<long>(
            key.ExpiresAt!.Value.ToUnixTimeSeconds(), new KeyValuePair<string, object?>("key_id", key.Id)));

    private static FrozenDictionary<string, ApiKeySettings> ById(AuthSettings settings) =>
        settings.ApiKeys.ToFrozenDictionary(static key => key.Id, StringComparer.Ordinal);
}

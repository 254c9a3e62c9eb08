using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;
using Orchestrix.Observability.Http;

namespace Bank.Client.Auth;

/// <summary>
/// Counts and logs who was refused and which keys are used. Neither grows with what strangers send: reasons are few,
/// only keys of the configuration have a name, and a refusal is logged once a minute for each reason. Safe for
/// concurrent use.
/// </summary>
internal sealed class Admissions
{
    /// <summary>Neither a key nor a token was sent.</summary>
    public const string Missing = "missing";

    /// <summary>A key that nobody knows, or a token that is not in order.</summary>
    public const string Unknown = "unknown";

    /// <summary>A key or a token that was valid once.</summary>
    public const string Expired = "expired";

    /// <summary>Somebody who is known and may not do this.</summary>
    public const string Role = "role";

    /// <summary>
    /// Somebody who may do this but for its tenant, or for having none; also a key of a tenant for the pages.
    /// </summary>
    public const string Tenant = "tenant";

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Quiet> _quiet = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);
    private readonly ILogger<Admissions> _logger;
    private readonly TimeProvider _time;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _uses;

    public Admissions(IMeterFactory meters, TimeProvider time, ILogger<Admissions> logger)
    {
        (_time, _logger) = (time, logger);
        var meter = meters.Create("Orchestrix");
        _refused = meter.CreateCounter<long>(
            "orchestrix.admissions.refused", "{request}", "Requests that were refused for who sent them.");
        _uses = meter.CreateCounter<long>(
            "orchestrix.api_key.uses", "{request}", "Requests that were admitted by an API key.");
    }

    /// <summary>A caller was admitted; counted if it was by a key.</summary>
    public void Admitted(ClaimsPrincipal caller)
    {
        if (caller.FindFirst(Identity.KeyId)?.Value is not { } id)
            return;
        _uses.Add(1, new KeyValuePair<string, object?>("key_id", id));
        if (_seen.TryAdd(id, true))
            Log.KeyUsed(_logger, id, caller.FindFirst(Identity.Actor)?.Value);
    }

    /// <summary>A caller was refused.</summary>
    /// <param name="context">The request.</param>
    /// <param name="reason">One of the constants.</param>
    /// <param name="who">The name of a key; null if it was none, or is not known.</param>
    public void Refused(HttpContext context, string reason, string? who = null)
    {
        _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
        if (_quiet.GetOrAdd(reason, static _ => new Quiet()).TryBreak(_time.GetTimestamp(), _time, out var passedOver))
        {
            // What the caller has written is nowhere in it.
            Log.Refused(_logger, reason, context.Request.Method,
                (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, who,
                CallerAddress.Of(context.Connection.RemoteIpAddress), passedOver);
        }
    }

    /// <summary>Why a caller is not known, by what became of its key or token.</summary>
    public static string ReasonOf(HttpContext context, Exception? failure) =>
        failure is SecurityTokenExpiredException ? Expired
        : context.Request.Headers.Authorization.Count == 0 ? Missing
        : Unknown;

    /// <summary>A message that is not repeated for a while.</summary>
    private sealed class Quiet
    {
        private readonly Lock _gate = new();
        private long? _last;
        private long _passedOver;

        public bool TryBreak(long now, TimeProvider time, out long passedOver)
        {
            lock (_gate)
            {
                passedOver = _passedOver;
                if (_last is { } last && time.GetElapsedTime(last, now) < Pause)
                {
                    _passedOver++;
                    return false;
                }
                (_last, _passedOver) = (now, 0);
                return true;
            }
        }
    }
}

using System.Collections.Concurrent;
using System.Net;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>
/// Keeps cookies and follows redirects as a browser does: one for HTTPS alone is sent to loopback too, which
/// <see cref="CookieContainer"/> does not do. All cookies belong to one host.
/// </summary>
internal sealed class LoopbackCookies : DelegatingHandler
{
    private readonly ConcurrentDictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public LoopbackCookies(SocketsHttpHandler inner) : base(inner) =>
        (inner.UseCookies, inner.AllowAutoRedirect) = (false, false);

    /// <summary>Most redirects that are followed; 0 shows the answer that redirects.</summary>
    public int MaxRedirects { get; init; } = 10;

    public static HttpClient Open(Uri host) =>
        new(new LoopbackCookies(new SocketsHttpHandler())) { BaseAddress = host };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await SendOnceAsync(request, cancellationToken);
        for (var count = 0; count < MaxRedirects && IsElsewhere(answer); count++)
        {
            using var before = answer;
            var next = new HttpRequestMessage(
                HttpMethod.Get, new Uri(answer.RequestMessage!.RequestUri!, answer.Headers.Location!));
            answer = await SendOnceAsync(next, cancellationToken);
        }
        return answer;
    }

    private static bool IsElsewhere(HttpResponseMessage answer) =>
        answer is { StatusCode: HttpStatusCode.Found or HttpStatusCode.SeeOther, Headers.Location: not null };

    private async Task<HttpResponseMessage> SendOnceAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!_cookies.IsEmpty)
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(static one => $"{one.Key}={one.Value}")));
        var answer = await base.SendAsync(request, cancellationToken);
        if (!answer.Headers.TryGetValues("Set-Cookie", out var set))
            return answer;
        foreach (var cookie in set)
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            // An empty one is taken back.
            if (pair[1].Length > 0)
                _cookies[pair[0]] = pair[1];
            else
                _cookies.TryRemove(pair[0], out _);
        }
        return answer;
    }
}

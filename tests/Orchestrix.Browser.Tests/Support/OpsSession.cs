using System.Net;
using System.Text.RegularExpressions;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Browser.Tests.Support;

/// <summary>Somebody who has signed in, and sends what no page of theirs would: no browser checks anything.</summary>
internal sealed partial class OpsSession : IDisposable
{
    private const string SignIn = "/operations/sign-in";
    private readonly HttpClient _http;

    private OpsSession(Uri root) => _http = new HttpClient(
        new LoopbackCookies(new SocketsHttpHandler()) { MaxRedirects = 0 })
    {
        BaseAddress = root,
    };

    public static async Task<OpsSession> OpenAsync(Uri root, string key)
    {
        var session = new OpsSession(root);
        using var answer = await session.PostAsync(SignIn, "sign-in", ("Key", key));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return session;
    }

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }

    /// <summary>Sends a form with the token that the session's own pages carry.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        string path, string handler, params (string Name, string Value)[] fields)
    {
        var (_, page) = await GetAsync(SignIn);
        var token = Token().Match(page).Groups[1].Value;
        Assert.NotEmpty(token);
        return await PostBareAsync(path, handler, [.. fields, ("__RequestVerificationToken", token)]);
    }

    /// <summary>Sends a form without a token, as another site would make a browser do.</summary>
    public Task<HttpResponseMessage> PostBareAsync(
        string path, string handler, params (string Name, string Value)[] fields)
    {
        var form = new FormUrlEncodedContent(
            [new("_handler", handler), .. fields.Select(static one => KeyValuePair.Create(one.Name, one.Value))]);
        return _http.PostAsync(new Uri(path, UriKind.Relative), form, Cancelled);
    }

    public void Dispose() => _http.Dispose();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

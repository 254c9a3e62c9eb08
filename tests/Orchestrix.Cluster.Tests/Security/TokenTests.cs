using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>Tokens of a provider, and tokens that look like them.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private const string Ada = """{"owner":"Ada","currency":"EUR"}""";

    private IdentityProvider _provider = null!;
    private BankSilo _silo = null!;
    private BankApi _api = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await IdentityProvider.StartAsync();
        var ports = FreePorts.Take(2);
        _silo = await BankSilo.StartAsync(ports[0], ports[1]);
        _api = await BankApi.StartAsync(
            ports[1], "--environment=Development", $"--Auth:Jwt:Authority={_provider.Issuer}",
            $"--Auth:Jwt:Audience={IdentityProvider.Audience}", "--Auth:TenantClaim=tenant",
            "--Auth:ApiKeys:0:IsOfInstallation=true");
        _http = new HttpClient { BaseAddress = _api.Http.BaseAddress };
        await _api.ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _api.DisposeAsync();
        await _silo.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task A_token_that_is_in_order_is_taken_and_others_are_not()
    {
        var good = Token();
        using var opened = await SendAsync(HttpMethod.Post, "/accounts", good);
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        using var events = await SendAsync(HttpMethod.Get, $"{opened.Headers.Location}/events", good);
        var first = JsonNode.Parse(await events.Content.ReadAsStringAsync())!["events"]![0]!;
        Assert.Equal("user:ada", (string?)first["actor"]);
        // Keys go on to work beside tokens.
        Assert.Equal(HttpStatusCode.Created, (await _api.PostAsync("/accounts", Ada)).StatusCode);

        foreach (var (what, token) in Forged(good))
        {
            using var refused = await SendAsync(HttpMethod.Post, "/accounts", token);
            Assert.True(refused.StatusCode == HttpStatusCode.Unauthorized, $"{what}: {refused.StatusCode}");
        }
        using var reader = await SendAsync(HttpMethod.Post, "/accounts", Token(Claims("reader", "acme")));
        Assert.Equal(HttpStatusCode.Forbidden, reader.StatusCode);
        using var root = await SendAsync(HttpMethod.Post, "/accounts", Token(Claims("root", "acme")));
        Assert.Equal(HttpStatusCode.Forbidden, root.StatusCode);
    }

    [Fact]
    public async Task A_token_without_exactly_one_sound_tenant_is_refused_and_told_why()
    {
        var good = Token();
        using var opened = await SendAsync(HttpMethod.Post, "/accounts", good);
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        string[][] wrong =
        [
            [], [""], ["acme", "globex"], ["acme", "acme"], ["Acme"], ["ac~me"], ["~acme"], ["acme~"], ["acme/globex"],
            ["acmé"], [" acme"], ["-acme"], ["acme\0"], [new string('a', 33)], ["*"], ["acme,globex"],
        ];
        foreach (var tenants in wrong)
        {
            var token = Token(subject =>
            {
                subject.RemoveClaim(subject.FindFirst("tenant"));
                subject.AddClaims(tenants.Select(static one => new Claim("tenant", one)));
            });
            using var refused = await SendAsync(HttpMethod.Get, opened.Headers.Location!.ToString(), token);
            var problem = await HttpAssert.ProblemAsync(HttpStatusCode.Forbidden, "request.no-tenant", refused);
            Assert.Contains("'tenant' once", (string?)problem["detail"], StringComparison.Ordinal);
        }
        using var other = await SendAsync(
            HttpMethod.Get, opened.Headers.Location!.ToString(), Token(Claims("teller", "globex")));
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, "account.not-found", other);
        // A token is of one tenant, however much its bearer may do.
        using var totals = await SendAsync(HttpMethod.Get, "/bank/totals", Token(Claims("admin", "acme")));
        await HttpAssert.ProblemAsync(HttpStatusCode.Forbidden, "request.not-for-tenants", totals);
        // Nor does a claim make a token one of the installation.
        using var claimed = await SendAsync(HttpMethod.Get, "/bank/totals", Token(subject => subject.AddClaims(
            [new Claim("orchestrix:installation", "true"), new Claim("orchestrix:tenant", "globex")])));
        await HttpAssert.ProblemAsync(HttpStatusCode.Forbidden, "request.not-for-tenants", claimed);
    }

    private IEnumerable<(string What, string Token)> Forged(string good)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        yield return ("expired", Token(static _ => { }, token =>
            (token.NotBefore, token.Expires) = (now.AddHours(-2), now.AddHours(-1))));
        yield return ("not yet", Token(static _ => { }, token =>
            (token.NotBefore, token.Expires) = (now.AddHours(1), now.AddHours(2))));
        yield return ("no end", Token(static _ => { }, static token => token.Expires = null));
        yield return ("wrong audience", Token(static _ => { }, static token => token.Audience = "other"));
        yield return ("no audience", Token(static _ => { }, static token => token.Audience = null));
        yield return ("wrong issuer", Token(static _ => { }, static token => token.Issuer = "https://evil.example"));
        yield return ("no signature", Token(static _ => { }, static token => token.SigningCredentials = null));
        yield return ("alg none", WithHeader(good, """{"alg":"none","typ":"JWT"}""", signature: ""));
        yield return ("changed", WithPayload(good));
        using var other = RSA.Create(2048);
        yield return ("signed by another", Token(static _ => { }, token => token.SigningCredentials =
            new SigningCredentials(new RsaSecurityKey(other) { KeyId = "one" }, SecurityAlgorithms.RsaSha256)));
        yield return ("the public key as a secret", Token(static _ => { }, token => token.SigningCredentials =
            new SigningCredentials(
                new SymmetricSecurityKey(_provider.PublicKey) { KeyId = "one" }, SecurityAlgorithms.HmacSha256)));
        yield return ("nobody", Token(subject => subject.RemoveClaim(subject.FindFirst("sub"))));
        yield return ("a line of a log", Token(subject =>
        {
            subject.RemoveClaim(subject.FindFirst("sub"));
            subject.AddClaim(new Claim("sub", "ada\nINFO all is well"));
        }));
    }

    private string Token(Action<ClaimsIdentity>? change = null, Action<SecurityTokenDescriptor>? also = null) =>
        _provider.Token(token =>
        {
            Claims("teller", "acme")(token.Subject);
            change?.Invoke(token.Subject);
            also?.Invoke(token);
        });

    private static Action<ClaimsIdentity> Claims(string role, string tenant) => subject =>
    {
        foreach (var claim in subject.FindAll("roles").Concat(subject.FindAll("tenant")).ToArray())
            subject.RemoveClaim(claim);
        subject.AddClaims([new Claim("roles", role), new Claim("tenant", tenant)]);
    };

    private static string WithHeader(string token, string header, string signature) =>
        $"{Base64UrlEncoder.Encode(header)}.{token.Split('.')[1]}.{signature}";

    private static string WithPayload(string token)
    {
        var parts = token.Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("teller", "admin", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}";
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string token)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        if (method == HttpMethod.Post)
            request.Content = new StringContent(Ada, System.Text.Encoding.UTF8, "application/json");
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
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
        foreach (var (what, token) in WithoutTheRole())
        {
            using var refused = await SendAsync(HttpMethod.Post, "/accounts", token);
            Assert.True(refused.StatusCode == HttpStatusCode.Forbidden, $"{what}: {refused.StatusCode}");
        }
        using var many = await SendAsync(
            HttpMethod.Post, "/accounts", Token(Roles("roles", new[] { "root", "reader", "teller" })));
        Assert.Equal(HttpStatusCode.Created, many.StatusCode);
        Assert.Equal(0, _provider.ForgedKeysAsked);
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
            ["acmé"], [" acme"], ["-acme"], ["acme\0"], [new string('a', 41)], ["*"], ["acme,globex"],
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

    /// <summary>Whose bearer is known and may not open accounts.</summary>
    private IEnumerable<(string What, string Token)> WithoutTheRole()
    {
        yield return ("reader", Token(Claims("reader", "acme")));
        yield return ("unknown role", Token(Claims("root", "acme")));
        yield return ("no role", Token(subject => subject.RemoveClaim(subject.FindFirst("roles"))));
        yield return ("another claim", Token(Roles("role", "teller")));
        yield return ("the claim of the API itself", Token(Roles("orchestrix:role", "admin")));
        yield return ("the claim of .NET", Token(Roles(ClaimTypes.Role, "admin")));
        yield return ("another case", Token(Claims("Teller", "acme")));
        yield return ("spaces", Token(Claims(" teller", "acme")));
        yield return ("a list as a text", Token(Claims("reader,teller", "acme")));
        yield return ("a list as a text of JSON", Token(Claims("[\"teller\"]", "acme")));
        yield return ("lists in a list", Token(Roles("roles", new[] { new[] { "teller" } })));
        yield return ("an object", Token(Roles("roles", new Dictionary<string, object> { ["teller"] = true })));
    }

    private static Action<ClaimsIdentity> Roles(string claim, object value) => subject =>
    {
        subject.RemoveClaim(subject.FindFirst("roles"));
        subject.AddClaim(value is string text
            ? new Claim(claim, text)
            : new Claim(claim, System.Text.Json.JsonSerializer.Serialize(value), JsonClaimValueTypes.JsonArray));
    };

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
        foreach (var (what, key, header) in KeysOfTheAttacker(other))
        {
            yield return (what, Token(static _ => { }, token =>
            {
                token.SigningCredentials = new SigningCredentials(
                    new RsaSecurityKey(other) { KeyId = key }, SecurityAlgorithms.RsaSha256);
                token.AdditionalHeaderClaims = header;
            }));
        }
        foreach (var algorithm in new[] { "None", "NONE", "nOnE", "", "HS256", "RS1" })
        {
            yield return ($"algorithm {algorithm}",
                WithHeader(good, $$"""{"alg":"{{algorithm}}","typ":"JWT","kid":"one"}""", signature: ""));
            yield return ($"algorithm {algorithm} with the signature", WithHeader(
                good, $$"""{"alg":"{{algorithm}}","typ":"JWT","kid":"one"}""", good.Split('.')[2]));
        }
        yield return ("two algorithms", WithHeader(
            good, """{"alg":"RS256","alg":"none","typ":"JWT","kid":"one"}""", signature: ""));
        yield return ("without its signature", good[..(good.LastIndexOf('.') + 1)]);
        yield return ("without the last dot", good[..good.LastIndexOf('.')]);
        yield return ("half a signature", good[..^20]);
        yield return ("a part more", $"{good}.{good.Split('.')[2]}");
        yield return ("encrypted", $"{good}.a.b");
        yield return ("twice", $"{good} {good}");
        yield return ("long", new string('a', 12_000));
        yield return ("nobody", Token(subject => subject.RemoveClaim(subject.FindFirst("sub"))));
        yield return ("a line of a log", Token(subject =>
        {
            subject.RemoveClaim(subject.FindFirst("sub"));
            subject.AddClaim(new Claim("sub", "ada\nINFO all is well"));
        }));
    }

    /// <summary>Headers that name a key of the attacker, who hopes that it is fetched and believed.</summary>
    private IEnumerable<(string What, string? Key, Dictionary<string, object> Header)> KeysOfTheAttacker(RSA key)
    {
        var address = $"{_provider.Issuer}/forged";
        yield return ("an address of keys", "two", new() { ["jku"] = address });
        yield return ("an address of certificates", "two", new() { ["x5u"] = address });
        yield return ("a key of its own", null, new()
        {
            ["jwk"] = new Dictionary<string, string>
            {
                ["kty"] = "RSA",
                ["n"] = Base64UrlEncoder.Encode(key.ExportParameters(false).Modulus),
                ["e"] = Base64UrlEncoder.Encode(key.ExportParameters(false).Exponent),
            },
        });
        yield return ("an unknown key", "two", []);
        yield return ("a known key", "one", []);
        yield return ("a file as a key", "../../../../dev/null", []);
        yield return ("a statement as a key", "one' union select 'secret", []);
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

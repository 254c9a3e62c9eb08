using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>An OpenID Connect provider as far as an API sees one: its configuration and its public keys.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string Audience = "bank";

    private readonly WebApplication _app;
    private readonly RSA _rsa = RSA.Create(2048);
    private int _forgedKeysAsked;

    private IdentityProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        Key = new RsaSecurityKey(_rsa) { KeyId = "one" };
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(
            new { issuer = Issuer, jwks_uri = $"{Issuer}/keys" }));
        _app.MapGet("/forged", () => Interlocked.Increment(ref _forgedKeysAsked));
        _app.MapGet("/keys", () => Results.Json(new
        {
            keys = new[]
            {
                new
                {
                    kty = "RSA",
                    kid = Key.KeyId,
                    use = "sig",
                    n = Base64UrlEncoder.Encode(_rsa.ExportParameters(false).Modulus),
                    e = Base64UrlEncoder.Encode(_rsa.ExportParameters(false).Exponent),
                },
            },
        }));
    }

    /// <summary>How often the keys were fetched that a forged token names.</summary>
    public int ForgedKeysAsked => Volatile.Read(ref _forgedKeysAsked);

    public string Issuer => _app.Urls.Single();

    public SecurityKey Key { get; }

    /// <summary>The public key, as whoever wants to forge a token has it.</summary>
    public byte[] PublicKey => _rsa.ExportSubjectPublicKeyInfo();

    public static async Task<IdentityProvider> StartAsync()
    {
        var provider = new IdentityProvider();
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>A token that is in order, unless it is changed.</summary>
    public string Token(Action<SecurityTokenDescriptor>? change = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            Subject = new ClaimsIdentity([new Claim("sub", "ada"), new Claim("roles", "teller")]),
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }
}

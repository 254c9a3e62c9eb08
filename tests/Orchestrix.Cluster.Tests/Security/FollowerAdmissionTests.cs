using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Bank.Contracts.Security;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>An answer that has no end of its own ends with the admission of whoever reads it.</summary>
public sealed class FollowerAdmissionTests : IAsyncLifetime
{
    // What the API puts up with between two clocks.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private readonly ApiKey _key = ApiKey.New();
    private readonly string _environment = $"follower-{Guid.NewGuid():N}";

    private BankSilo _silo = null!;
    private int _gatewayPort;
    private BankApi _api = null!;

    private string Path => System.IO.Path.Combine(AppContext.BaseDirectory, $"appsettings.{_environment}.json");

    public async ValueTask InitializeAsync()
    {
        Write(_key.Id, _key.Hash, TimeSpan.FromHours(1));
        var ports = FreePorts.Take(2);
        _gatewayPort = ports[1];
        _silo = await BankSilo.StartAsync(ports[0], _gatewayPort);
        _api = await BankApi.StartAsync(_gatewayPort, $"--environment={_environment}");
        await _api.ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _silo.DisposeAsync();
        File.Delete(Path);
    }

    [Theory]
    [InlineData("taken out")]
    [InlineData("another secret")]
    [InlineData("about to expire")]
    public async Task It_ends_with_the_key(string change)
    {
        using var follower = await FollowAsync(_api, _key.Text);

        Write(
            change == "taken out" ? "another" : _key.Id,
            change == "another secret" ? ApiKey.New().Hash : _key.Hash,
            change == "about to expire" ? TimeSpan.FromSeconds(3) : TimeSpan.FromHours(1));

        await ReadToEndAsync(follower);
        using var again = await SendAsync(_api, _key.Text);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task It_ends_with_the_token()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var api = await BankApi.StartAsync(
            _gatewayPort, "--environment=Development", $"--Auth:Jwt:Authority={provider.Issuer}",
            $"--Auth:Jwt:Audience={IdentityProvider.Audience}");
        await api.ReadyAsync();
        var ends = TimeProvider.System.GetUtcNow() - Skew + TimeSpan.FromSeconds(15);
        var token = provider.Token(one => (one.IssuedAt, one.NotBefore, one.Expires) =
            (ends.UtcDateTime.AddMinutes(-1), ends.UtcDateTime.AddMinutes(-1), ends.UtcDateTime));
        using var follower = await FollowAsync(api, token);

        await ReadToEndAsync(follower);
        using var again = await SendAsync(api, token);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    private static async Task ReadToEndAsync(HttpResponseMessage follower)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(45));
        await using var body = await follower.Content.ReadAsStreamAsync(limit.Token);
        await body.CopyToAsync(Stream.Null, limit.Token);
    }

    private static async Task<HttpResponseMessage> FollowAsync(BankApi api, string bearer)
    {
        var response = await SendAsync(api, bearer);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }

    private static async Task<HttpResponseMessage> SendAsync(BankApi api, string bearer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return await api.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>The tests' own key has the place 0.</summary>
    private void Write(string id, string hash, TimeSpan lifetime)
    {
        var entry = new JsonObject
        {
            ["Id"] = id,
            ["Name"] = "follower",
            ["Hash"] = hash,
            ["Roles"] = new JsonArray("reader"),
            ["ExpiresAt"] = (TimeProvider.System.GetUtcNow() + lifetime).ToString("O", CultureInfo.InvariantCulture),
        };
        File.WriteAllText(Path + ".new", new JsonObject
        {
            ["Auth"] = new JsonObject { ["ApiKeys"] = new JsonObject { ["1"] = entry } },
        }.ToJsonString());
        File.Move(Path + ".new", Path, overwrite: true);
    }
}

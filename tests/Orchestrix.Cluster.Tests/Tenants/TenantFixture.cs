using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Bank.Contracts.Security;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Tenants;

namespace Orchestrix.Cluster.Tests.Tenants;

/// <summary>
/// An installation of two tenants on PostgreSQL: a silo as it runs in production, the API, and a key that may do
/// everything for each tenant and for the installation.
/// </summary>
public sealed class TenantFixture(PostgresFixture postgres) : IAsyncLifetime
{
    public const string Acme = "acme";
    public const string Globex = "globex";

    /// <summary>A partner bank that never answers, which is a <see cref="TimeoutException"/> at once.</summary>
    public const string SilentBank = "silent";

    /// <summary>Names that begin with each other, a UUID, and the shortest and longest that there are.</summary>
    public static readonly string[] OddNames =
    [
        "a", "ab", "a-", "a--b", "0", "7-eleven", "0b7c9a3e-6a5f-4d0a-9b1e-2f7d6c5e4a31",
        new('z', TenantKey.MaxTenantLength),
    ];

    private readonly Dictionary<string, ApiKey> _keys = OddNames.Append(Acme).Append(Globex)
        .ToDictionary(static name => name, static _ => ApiKey.New(), StringComparer.Ordinal);

    private SiloProcess _silo = null!;

    public TestDatabase Database { get; private set; } = null!;

    /// <summary>The API; its own client has the key of the installation.</summary>
    public BankApi Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await postgres.CreateDatabaseAsync();
        _silo = SiloProcess.Start(
            ("DOTNET_ENVIRONMENT", "Production"),
            ("ConnectionStrings__Orchestrix", Database.ApplicationConnectionString),
            ("ConnectionStrings__OrchestrixOwner", Database.OwnerConnectionString),
            ($"PartnerBanks__Banks__{SilentBank}__TimeoutRate", "1"),
            ($"PartnerBanks__Banks__{SilentBank}__LateBy", "00:00:00"));
        Api = await BankApi.StartAsync(_silo.GatewayPort, [.. Settings(_keys)]);
        await Api.ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await _silo.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>The settings of an API with tenants, in which the key of all tests is the installation's.</summary>
    public static IEnumerable<string> Settings(IReadOnlyDictionary<string, ApiKey> keys)
    {
        var expiresAt = TimeProvider.System.GetUtcNow().AddHours(1);
        return keys
            .SelectMany((one, index) => one.Value.ToSettings(index + 1, $"of-{one.Key}", ["admin"], expiresAt)
                .Append(new(string.Create(CultureInfo.InvariantCulture, $"Auth:ApiKeys:{index + 1}:Tenant"), one.Key)))
            .Append(new("Auth:ApiKeys:0:IsOfInstallation", "true"))
            .Append(new("Auth:TenantClaim", "tenant"))
            .Append(new("Ops:IsEnabled", "true"))
            .Select(static one => $"--{one.Key}={one.Value}");
    }

    /// <summary>Sends a request with the key of a tenant; with that of the installation if there is none.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        string? tenant, HttpMethod method, string path, string? json = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (tenant is not null)
            request.Headers.Authorization = new("Bearer", _keys[tenant].Text);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Api.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public async Task<JsonNode> GetAsync(
        string? tenant, string path, HttpStatusCode status = HttpStatusCode.OK, long atLeast = 0)
    {
        (string, string)[] headers = atLeast == 0
            ? [] : [("X-Log-Position", atLeast.ToString(CultureInfo.InvariantCulture))];
        using var response = await SendAsync(tenant, HttpMethod.Get, path, null, headers);
        return await HttpAssert.SuccessAsync(status, response);
    }

    /// <summary>Sends a command; returns the answer and its position in the log.</summary>
    public async Task<(JsonNode Answer, long Position)> PostAsync(
        string? tenant, string path, string json, HttpStatusCode status = HttpStatusCode.OK,
        params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(tenant, HttpMethod.Post, path, json, headers);
        var answer = await HttpAssert.SuccessAsync(status, response);
        return (answer, response.Headers.TryGetValues("X-Log-Position", out var position)
            ? long.Parse(position.Single(), CultureInfo.InvariantCulture) : 0);
    }

    /// <summary>Opens an account with money in it; returns the position of the deposit.</summary>
    public async Task<long> OpenAsync(string? tenant, string id, string owner, int funds)
    {
        await PostAsync(
            tenant, "/accounts", $$"""{"id":"{{id}}","owner":"{{owner}}","currency":"EUR"}""", HttpStatusCode.Created);
        return (await PostAsync(
            tenant, $"/accounts/{id}/deposits", $$"""{"amount":{{funds}},"currency":"EUR"}""")).Position;
    }

    public async Task<decimal> BalanceAsync(string? tenant, string id) =>
        (decimal)(await GetAsync(tenant, $"/accounts/{id}"))["balance"]!;

    /// <summary>Transfers and waits for the end; returns the transfer.</summary>
    public async Task<JsonNode> TransferAsync(
        string? tenant, string id, string from, string to, int amount, string? bank = null)
    {
        var partner = bank is null ? "" : $$""","partnerBank":"{{bank}}" """;
        await PostAsync(
            tenant, "/transfers",
            $$"""{"from":"{{from}}","to":"{{to}}","amount":{{amount}},"currency":"EUR"{{partner}}}""",
            HttpStatusCode.Accepted, ("Idempotency-Key", id));
        return await GetAsync(tenant, $"/transfers/{id}?wait=20");
    }
}

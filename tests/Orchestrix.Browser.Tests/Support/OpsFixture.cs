using System.Net;
using Bank.Client.Auth;
using Bank.Contracts.Security;
using Microsoft.Playwright;
using Orchestrix.Cluster.Tests.Sagas;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Browser.Tests.Support;

/// <summary>
/// A silo in a process of its own on a real database, the client, and a browser; for all tests, which therefore each
/// use streams of their own. Transfers 1 to 6 are parked, and so have dead letters.
/// </summary>
public sealed class OpsFixture(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>A partner bank whose payments are pending for an hour, and so are the transfers to it.</summary>
    public const string SlowBank = "SLOW";

    private IPlaywright _playwright = null!;

    public TestDatabase Database { get; private set; } = null!;

    internal SiloProcess Silo { get; private set; } = null!;

    public BankApi Api { get; private set; } = null!;

    /// <summary>A key that may look and not act.</summary>
    public ApiKey Reader { get; } = ApiKey.New();

    /// <summary>A key that may move money, and look and not act.</summary>
    public ApiKey Teller { get; } = ApiKey.New();

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await postgres.CreateDatabaseAsync();
        Silo = StartSilo(Database, ($"PartnerBanks__Banks__{SlowBank}__SettlesAfter", "01:00:00"));
        await Silo.UntilAsync("/health/ready", 200);
        Api = await BankApi.StartAsync(Silo.GatewayPort, [
            "--Ops:IsEnabled=true",
            .. Reader.ToSettings(1, "reader", [Roles.Reader], TimeProvider.System.GetUtcNow().AddDays(1))
                .Concat(Teller.ToSettings(2, "teller", [Roles.Teller], TimeProvider.System.GetUtcNow().AddDays(1)))
                .Select(static one => $"--{one.Key}={one.Value}"),
        ]);
        await Api.ReadyAsync();
        await OpenAsync("payer");
        await OpenAsync("payee");
        await ParkedTransfers.WriteAsync(Database, "payee", "1", "2", "3", "4", "5", "6");
        await Until.TrueAsync(() => Database.ScalarAsync<bool>(
            "select count(*) = 6 from orchestrix.sagas where status = 'parked'"));
        _playwright = await Playwright.CreateAsync();
        Browser = await Chromium.LaunchAsync(_playwright);
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
        await Api.DisposeAsync();
        await Silo.DisposeAsync();
        await Database.DisposeAsync();
    }

    internal static SiloProcess StartSilo(TestDatabase database, params (string, string?)[] settings) =>
        SiloProcess.Start(
        [
            ("DOTNET_ENVIRONMENT", "Production"),
            ("ConnectionStrings__Orchestrix", database.ApplicationConnectionString),
            ("ConnectionStrings__OrchestrixOwner", database.OwnerConnectionString),
            .. settings,
        ]);

    public async Task OpenAsync(string id) => Assert.Equal(HttpStatusCode.Created,
        (await Api.PostAsync("/accounts", $$"""{"id":"{{id}}","owner":"Ada","currency":"EUR"}""")).StatusCode);

    /// <summary>The saga that has taken money from an account.</summary>
    public async Task<string> SagaOfAsync(string account)
    {
        string? saga = null;
        await Until.TrueAsync(async () => (saga = await Database.ScalarAsync<string?>(
            $"""
            select stream_id from orchestrix.events
            where event_type = 'saga.started' and data::text like '%{account}%'
            """)) is not null);
        return saga!;
    }

    public async Task DepositAsync(string id, int amount, params (string, string)[] headers) =>
        Assert.Equal(HttpStatusCode.OK, (await Api.PostAsync(
            $"/accounts/{id}/deposits", $$"""{"amount":{{amount}},"currency":"EUR"}""", headers)).StatusCode);
}

using System.Net;
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
    private IPlaywright _playwright = null!;

    public TestDatabase Database { get; private set; } = null!;

    internal SiloProcess Silo { get; private set; } = null!;

    public BankApi Api { get; private set; } = null!;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await postgres.CreateDatabaseAsync();
        Silo = StartSilo(Database);
        await Silo.UntilAsync("/health/ready", 200);
        Api = await BankApi.StartAsync(Silo.GatewayPort, "--Ops:IsEnabled=true");
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

    public async Task DepositAsync(string id, int amount, params (string, string)[] headers) =>
        Assert.Equal(HttpStatusCode.OK, (await Api.PostAsync(
            $"/accounts/{id}/deposits", $$"""{"amount":{{amount}},"currency":"EUR"}""", headers)).StatusCode);
}

using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Silo;

/// <summary>Two silo processes find each other, and are found by a client, through PostgreSQL.</summary>
[Collection(WholeMachine.Name)]
public sealed class TwoSilosTests(PostgresFixture fixture)
{
    [Fact]
    public async Task Two_silos_serve_one_client_and_the_death_of_one_is_survived()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var one = Start(database);
        await using var other = Start(database);
        await one.UntilAsync("/health/ready", 200);
        await other.UntilAsync("/health/ready", 200);
        await using var api = await BankApi.StartAsync(
            one.GatewayPort,
            "--Cluster:Clustering=PostgreSQL", "--ClusterTls:IsPlainAllowed=true",
            $"--ConnectionStrings:orleans={database.ApplicationConnectionString}");
        await api.ReadyAsync();

        for (var number = 0; number < 40; number++)
            await OpenAsync(api, number);
        Assert.Equal(2, await CountActiveSilosAsync(database));

        one.KillAtOnce();
        for (var number = 0; number < 40; number++)
            await DepositUntilAcceptedAsync(api, number);
    }

    private static async Task OpenAsync(BankApi api, int number)
    {
        using var opened = await api.PostAsync(
            "/accounts",
            $$"""{"id":"c-{{number}}","owner":"Owner","currency":"EUR"}""",
            ("Idempotency-Key", "open"));
        Assert.True(opened.IsSuccessStatusCode, await opened.Content.ReadAsStringAsync());
    }

    /// <summary>Repeats with the same key, as a caller does who was told that the service is unavailable.</summary>
    private static Task DepositUntilAcceptedAsync(BankApi api, int number) => Until.TrueAsync(async () =>
    {
        using var response = await api.PostAsync(
            $"/accounts/c-{number}/deposits", """{"amount":1.00,"currency":"EUR"}""", ("Idempotency-Key", "deposit"));
        if (!response.IsSuccessStatusCode)
        {
            Assert.Equal(503, (int)response.StatusCode);
            return false;
        }
        Assert.Contains("\"balance\":1.00", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        return true;
    });

    private static Task<long> CountActiveSilosAsync(TestDatabase database) =>
        database.ScalarAsync<long>("select count(*) from orleansmembershiptable where status = 3");

    private static SiloProcess Start(TestDatabase database) => SiloProcess.Start(
        ("DOTNET_ENVIRONMENT", "Production"),
        ("Silo__Clustering", "PostgreSQL"),
        ("ConnectionStrings__Orchestrix", database.ApplicationConnectionString),
        ("ConnectionStrings__OrchestrixOwner", database.OwnerConnectionString));
}

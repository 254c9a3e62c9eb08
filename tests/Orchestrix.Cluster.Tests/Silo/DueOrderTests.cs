using System.Net;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Silo;

/// <summary>
/// Standing orders in a silo as it runs in production, with its periods of minutes. Other tests let reminders tick many
/// times a second, which hides a tick that is missed.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class DueOrderTests(PostgresFixture fixture)
{
    [Fact]
    public async Task What_is_due_on_the_day_on_which_an_order_is_opened_or_resumed_is_paid_at_once()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var silo = SiloProcess.Start(
            ("DOTNET_ENVIRONMENT", "Production"),
            ("ConnectionStrings__Orchestrix", database.ApplicationConnectionString),
            ("ConnectionStrings__OrchestrixOwner", database.OwnerConnectionString));
        await using var api = await BankApi.StartAsync(silo.GatewayPort);
        await api.ReadyAsync();
        foreach (var id in new[] { "payer", "landlord" })
        {
            await PostAsync(api, HttpStatusCode.Created, "/accounts",
                $$"""{"id":"{{id}}","owner":"Lia","currency":"EUR"}""");
        }
        await PostAsync(api, HttpStatusCode.OK, "/accounts/payer/deposits", """{"amount":50,"currency":"EUR"}""");

        await OpenAsync(api, "rent", Today);
        // Less than a minute, which is the shortest period of a reminder.
        await Until.TrueAsync(async () => await OutcomeAsync(api, "rent") == "completed");
        // What it does by itself is in nobody's name, also if it does so at once.
        Assert.Equal(0, await database.ScalarAsync<long>(
            "select count(*) from orchestrix.events where actor is not null and "
            + "(event_type like 'standing-order.execution%' or stream_id = 'transfer/rent.1')"));

        await OpenAsync(api, "loan", Today.AddDays(1));
        await PostAsync(api, HttpStatusCode.OK, "/standing-orders/loan/pause", null);
        await PostAsync(api, HttpStatusCode.OK, "/standing-orders/loan/resume", null);
        Assert.Null(await OutcomeAsync(api, "loan"));
    }

    private static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private static Task<JsonNode> OpenAsync(BankApi api, string id, DateOnly start) => PostAsync(
        api, HttpStatusCode.Created, "/standing-orders",
        $$"""
        {"id":"{{id}}","from":"payer","to":"landlord","amount":40,"currency":"EUR","frequency":"monthly",
         "start":"{{start:yyyy-MM-dd}}"}
        """);

    private static async Task<string?> OutcomeAsync(BankApi api, string id)
    {
        var order = await HttpAssert.SuccessAsync(HttpStatusCode.OK, await api.GetAsync($"/standing-orders/{id}"));
        return (string?)order["executions"]!.AsArray().SingleOrDefault()?["outcome"];
    }

    private static async Task<JsonNode> PostAsync(BankApi api, HttpStatusCode status, string path, string? body) =>
        await HttpAssert.SuccessAsync(
            status, await api.PostAsync(path, body, ("Idempotency-Key", Guid.NewGuid().ToString("N"))));
}

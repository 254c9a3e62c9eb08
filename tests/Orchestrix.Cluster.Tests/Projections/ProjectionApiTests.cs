using System.Net;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Projections;

/// <summary>Projections operated over HTTP and on the command line, on a silo as it runs in production.</summary>
public sealed class ProjectionApiTests(PostgresFixture fixture) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private SiloProcess _silo = null!;
    private BankApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await fixture.CreateDatabaseAsync();
        _silo = SiloProcess.Start(
            ("DOTNET_ENVIRONMENT", "Production"),
            ("ConnectionStrings__Orchestrix", _database.ApplicationConnectionString),
            ("ConnectionStrings__OrchestrixOwner", _database.OwnerConnectionString));
        _api = await BankApi.StartAsync(_silo.GatewayPort, "--Ops:IsEnabled=true");
        await _api.ReadyAsync();
        for (var number = 0; number < 5; number++)
        {
            using var opened = await _api.PostAsync(
                "/accounts", $$"""{"id":"p-{{number}}","owner":"Ann","currency":"EUR"}""");
            Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        }
        await UntilAsync("account-balances", one => (long)one["position"]! == 5);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _silo.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Projections_are_listed_rebuilt_compared_activated_and_cancelled()
    {
        var listed = await OkAsync("/ops/projections");
        Assert.Equal(
            ["account-activities", "account-balances", "bank-totals", "daily-statements"],
            listed["projections"]!.AsArray().Select(one => (string?)one!["name"]));
        var balances = listed["projections"]![1]!;
        Assert.Equal((1, "current", 5L, 0L), ((int)balances["version"]!, (string?)balances["state"],
            (long)balances["position"]!, (long)balances["eventsBehind"]!));
        await HttpAssert.ProblemAsync(HttpStatusCode.Conflict, "projection.no-rebuild",
            await _api.PostAsync("/ops/projections/account-balances/cancel", null));

        var asked = await _api.PostAsync("/ops/projections/account-balances/rebuild", null);
        await HttpAssert.SuccessAsync(HttpStatusCode.Accepted, asked);
        Assert.Equal("/ops/projections/account-balances", asked.Headers.Location?.ToString());
        var done = await UntilAsync(
            "account-balances", static one => State(one) == "activated" && (int)one["generation"]! == 2);
        Assert.True((bool)done["rebuild"]!["comparison"]!["isEqual"]!);
        Assert.Equal(5, (long)done["rebuild"]!["comparison"]!["rows"]!);

        await AlterAsync("update orchestrix_projections.account_balances_g2 set balance = 99 where account_id = 'p-3'");
        await _api.PostAsync("/ops/projections/account-balances/rebuild", """{"activate":"if-equal"}""");
        var built = await UntilAsync("account-balances", static one => State(one) == "built");
        var comparison = built["rebuild"]!["comparison"]!;
        Assert.Equal("""["p-3"]""", Assert.Single(comparison["differences"]!.AsArray())!["key"]!.ToJsonString());
        Assert.Contains("orchestrix projections activate", (string?)built["rebuild"]!["reason"],
            StringComparison.Ordinal);
        await HttpAssert.SuccessAsync(
            HttpStatusCode.Accepted, await _api.PostAsync("/ops/projections/account-balances/activate", null));
        await UntilAsync("account-balances", static one => State(one) == "activated" && (int)one["generation"]! == 3);

        await _api.PostAsync("/ops/projections/account-balances/rebuild", """{"activate":"never"}""");
        await UntilAsync("account-balances", static one => State(one) == "built");
        await HttpAssert.SuccessAsync(
            HttpStatusCode.Accepted, await _api.PostAsync("/ops/projections/account-balances/cancel", null));
        var cancelled = await UntilAsync("account-balances", static one => State(one) == "cancelled");
        Assert.Empty(cancelled["builds"]!.AsArray());
        Assert.Equal(
            [
                ("projection.cancel", null), ("projection.rebuild", "if-equal"), ("projection.rebuild", "if-equal"),
                ("projection.activate", null), ("projection.rebuild", "never"), ("projection.cancel", null),
            ],
            (await ActsAsync("account-balances")).Select(static one => (one.Act, one.Activate)));
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_said()
    {
        await HttpAssert.ProblemAsync(
            HttpStatusCode.NotFound, "projection.not-found", await _api.GetAsync("/ops/projections/nothing"));
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, "projection.not-found",
            await _api.PostAsync("/ops/projections/nothing/rebuild", null));
        await HttpAssert.ProblemAsync(HttpStatusCode.Conflict, "projection.nothing-built",
            await _api.PostAsync("/ops/projections/bank-totals/activate", null));
        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid",
            await _api.PostAsync("/ops/projections/bank-totals/rebuild", """{"activate":"soon"}"""));
        Assert.Equal(["activate"], HttpAssert.Fields(problem));
        Assert.Empty(await ActsAsync("nothing"));
    }

    [Fact]
    public async Task Subscriptions_are_listed_with_how_far_they_are_behind()
    {
        var listed = await OkAsync("/ops/subscriptions");

        var one = listed["partitions"]!.AsArray().Single(each =>
            (string?)each!["subscription"] == "projection:account-balances@1")!;
        Assert.Equal((0, 1, 5L, 0L, false), ((int)one["partition"]!, (int)one["partitions"]!, (long)one["position"]!,
            (long)one["eventsBehind"]!, (bool)one["isStalled"]!));
        Assert.NotEmpty((string)one["owner"]!);
    }

    [Fact]
    public async Task The_document_describes_what_operators_may_do()
    {
        var paths = (await OkAsync("/openapi/v1.json"))["paths"]!;

        Assert.NotNull(paths["/ops/projections"]!["get"]!["responses"]!["200"]);
        Assert.NotNull(paths["/ops/projections/{name}"]!["get"]!["responses"]!["404"]);
        foreach (var verb in new[] { "rebuild", "activate", "cancel" })
        {
            var responses = paths[$"/ops/projections/{{name}}/{verb}"]!["post"]!["responses"]!;
            Assert.NotNull(responses["202"]!["content"]!["application/json"]);
            Assert.NotNull(responses["409"]!["content"]!["application/problem+json"]);
        }
        Assert.NotNull(paths["/ops/subscriptions"]!["get"]!["responses"]!["200"]);
    }

    [Fact]
    public async Task The_command_line_asks_for_a_rebuild_and_waits_until_a_silo_has_done_it()
    {
        var listed = await RunAsync("list");
        var rebuilt = await RunAsync("rebuild", "bank-totals", "--wait", "--actor", "ann", "--json");
        var nothing = await RunAsync("activate", "bank-totals");
        await AlterAsync("update orchestrix_projections.bank_totals_g2 set accounts = 7");
        var differs = await RunAsync("rebuild", "bank-totals", "--wait");
        var status = await RunAsync("status", "bank-totals", "--json");
        var activated = await RunAsync("activate", "bank-totals", "--wait");
        var unknown = await RunAsync("status", "nothing");
        var wrong = await RunAsync("rebuild", "bank-totals", "--activate", "soon");

        Assert.Equal(0, listed.Code);
        Assert.Contains("account-balances", listed.Output, StringComparison.Ordinal);
        Assert.Equal(0, rebuilt.Code);
        var done = JsonNode.Parse(rebuilt.Output)!;
        Assert.Equal(("activated", "ann", 2), ((string?)done["rebuild"]!["state"],
            (string?)done["rebuild"]!["requested_by"], (int)done["generation"]!));
        Assert.Equal(1, nothing.Code);
        Assert.Contains("waits to be activated", nothing.Errors, StringComparison.Ordinal);
        Assert.Equal(2, differs.Code);
        Assert.Contains("""["EUR"]""", differs.Output, StringComparison.Ordinal);
        Assert.Equal("EUR", (string?)JsonNode.Parse(status.Output)!
            ["rebuild"]!["comparison"]!["differences"]![0]!["key"]![0]);
        Assert.Equal(0, activated.Code);
        Assert.Equal((1, 1), (unknown.Code, wrong.Code));
        Assert.Contains("'nothing'", unknown.Errors, StringComparison.Ordinal);
        Assert.Contains("if-equal", wrong.Errors, StringComparison.Ordinal);
        var acts = await ActsAsync("bank-totals");
        Assert.Equal(
            ["projection.rebuild", "projection.activate", "projection.rebuild", "projection.activate"],
            acts.Select(static one => one.Act));
        Assert.Equal(("ann", Environment.UserName), (acts[0].Actor, acts[1].Actor));
    }

    private static string? State(JsonNode projection) => (string?)projection["rebuild"]?["state"];

    private async Task<JsonNode> OkAsync(string path) =>
        await HttpAssert.SuccessAsync(HttpStatusCode.OK, await _api.GetAsync(path));

    private async Task<JsonNode> UntilAsync(string projection, Func<JsonNode, bool> condition)
    {
        JsonNode? last = null;
        await Until.TrueAsync(async () =>
        {
            using var response = await _api.GetAsync($"/ops/projections/{projection}");
            if (response.StatusCode == HttpStatusCode.NotFound)
                return false;
            last = await HttpAssert.SuccessAsync(HttpStatusCode.OK, response);
            return condition(last);
        });
        return last!;
    }

    private async Task<(string? Act, string? Activate, string? Actor)[]> ActsAsync(string projection)
    {
        var stream = await OkAsync("/streams/operator-acts/projections");
        return [.. stream["events"]!.AsArray()
            .Where(one => (string?)one!["data"]!["subjects"]![0] == projection)
            .Select(static one => (
                (string?)one!["data"]!["act"], (string?)one["data"]!["details"]?["activate"], (string?)one["actor"]))];
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) =>
        CommandLineProgram.RunAsync(
            "Orchestrix.Cli", ["projections", .. arguments],
            ("ORCHESTRIX_POSTGRES", _database.ApplicationConnectionString));

    private async Task AlterAsync(string sql)
    {
        await using var command = _database.Application.CreateCommand(sql);
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }
}

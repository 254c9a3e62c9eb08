using System.Net;
using System.Text.Json;
using Bank.Contracts.Commands;
using Orchestrix.Cluster.Tests.SharedLog;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Sagas;

/// <summary>
/// People and parked sagas: the program <c>orchestrix</c> and the HTTP API, on a silo in a process of its own.
/// </summary>
public sealed class SagaCommandTests(PostgresFixture fixture) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private SiloProcess _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await fixture.CreateDatabaseAsync();
        _silo = SiloProcess.Start(
            ("DOTNET_ENVIRONMENT", "Production"),
            ("ConnectionStrings__Orchestrix", _database.ApplicationConnectionString),
            ("ConnectionStrings__OrchestrixOwner", _database.OwnerConnectionString));
        await _silo.UntilAsync("/health/ready", 200);
        await using var client = await BankClient.ConnectAsync(_silo);
        await client.Account("payer").OpenAsync(new OpenAccount("ada", "EUR"));
        await client.Account("payee").OpenAsync(new OpenAccount("bob", "EUR"));
        await ParkedTransfers.WriteAsync(_database, "payee", "1", "2", "3", "4", "5");
        await Until.TrueAsync(() => _database.ScalarAsync<bool>(
            "select count(*) = 5 from orchestrix.sagas where status = 'parked'"));
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Parked_sagas_are_listed_shown_and_decided_from_the_command_line()
    {
        var listed = await RunAsync("list", "--type", "transfer", "--status", "parked", "--limit", "2", "--json");
        var next = await RunAsync("list", "--limit", "2", "--json", "--after",
            JsonElement.Parse(listed.Output).GetProperty("next").GetString()!);
        var shown = JsonElement.Parse((await RunAsync("show", "transfer/1", "--json")).Output);
        var retried = await ActAsync("retry", "transfer/1", "--reason", "the bank is back", "--actor", "ann");
        var skipped = await ActAsync("skip", "transfer/2", "--step", "credit", "--reason", "paid in cash");
        var completed = await ActAsync("complete", "transfer/3", "--as", "compensated", "--reason", "by hand");
        var again = await ActAsync("complete", "transfer/3", "--reason", "by hand");
        var cancelled = await ActAsync("cancel", "transfer/4", "--reason", "not wanted");
        // What has no compensation and may have been done is a question to the person.
        var passed = await ActAsync("skip", "transfer/4", "--step", "credit", "--reason", "it was not paid");

        Assert.Equal(["transfer/1", "transfer/2"], Names(listed.Output));
        Assert.Equal(["transfer/3", "transfer/4"], Names(next.Output));
        var moments = shown.GetProperty("timeline").EnumerateArray().ToArray();
        Assert.Equal(["started", "action", "action", "parked"], moments.Select(static moment => Text(moment, "kind")));
        Assert.Equal(("credit", "unknown", "timeout", 2d), (Text(moments[2], "step"), Text(moments[2], "outcome"),
            Text(moments[2], "code"), moments[2].GetProperty("duration_seconds").GetDouble()));
        Assert.All([retried, skipped, completed, cancelled, passed],
            static result => Assert.Equal((0, ""), (result.Code, result.Errors)));
        Assert.Equal(1, again.Code);
        Assert.Contains("saga.ended", again.Errors, StringComparison.Ordinal);
        await UntilAsync("transfer/1", "saga.completed");
        await UntilAsync("transfer/2", "saga.completed");
        await UntilAsync("transfer/4", "saga.compensated");
        var after = JsonElement.Parse((await RunAsync("show", "transfer/1", "--json")).Output);
        var act = after.GetProperty("timeline").EnumerateArray().Single(each => Text(each, "kind") == "act");
        Assert.Equal(
            ("retry", "ann", "the bank is back"), (Text(act, "outcome"), Text(act, "actor"), Text(act, "text")));
        var table = await RunAsync("show", "transfer/1");
        Assert.Contains("ann", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_that_is_sent_again_under_its_id_is_done_once()
    {
        string[] skip = ["skip", "transfer/2", "--step", "credit", "--reason", "paid in cash", "--command-id", "n-1"];
        var first = await ActAsync(skip);
        await UntilAsync("transfer/2", "saga.completed");
        var again = await ActAsync(skip);
        var other = await ActAsync("cancel", "transfer/2", "--reason", "x", "--command-id", "n-1");
        var stepless = await ActAsync("retry", "transfer/1", "--reason", "x", "--command-id", "n-2");
        await using var api = await BankApi.StartAsync(_silo.GatewayPort, "--Ops:IsEnabled=true");
        await api.ReadyAsync();
        const string body = """{"reason":"by hand","outcome":"compensated"}""";
        var done = await api.PostAsync("/ops/sagas/transfer/3/complete", body, ("Idempotency-Key", "n-3"));
        var repeat = await api.PostAsync("/ops/sagas/transfer/3/complete", body, ("Idempotency-Key", "n-3"));
        var reused = await api.PostAsync("/ops/sagas/transfer/3/complete", """{"reason":"by hand"}""",
            ("Idempotency-Key", "n-3"));

        Assert.Equal([0, 0, 1, 1], new[] { first, again, other, stepless }.Select(static result => result.Code));
        Assert.Contains("command id", other.Errors, StringComparison.Ordinal);
        Assert.Contains("--step", stepless.Errors, StringComparison.Ordinal);
        await HttpAssert.SuccessAsync(HttpStatusCode.OK, done);
        await HttpAssert.SuccessAsync(HttpStatusCode.OK, repeat);
        Assert.Equal((false, true), (
            done.Headers.Contains("Idempotent-Replayed"), repeat.Headers.Contains("Idempotent-Replayed")));
        await HttpAssert.ProblemAsync(
            HttpStatusCode.UnprocessableEntity, "orchestrix.command-id-reused", reused);
        Assert.Equal(1, await _database.ScalarAsync<long>(
            "select count(*) from orchestrix.events where stream_id = 'transfer/3' and data ->> 'commandId' = 'n-3'"));
    }

    [Fact]
    public async Task Replaying_its_dead_letter_tries_a_parked_saga_again_and_resolves_the_letter()
    {
        var letters = JsonElement.Parse((await CommandLineProgram.RunAsync(
            "Orchestrix.Cli", ["dead-letters", "list", "--kind", "saga", "--stream", "transfer/5", "--json"],
            Database)).Output).GetProperty("letters");
        var letter = Assert.Single(letters.EnumerateArray());
        Assert.Equal(("transfer", "transfer/5", "saga.step-failed", "c-5"), (Text(letter, "source"),
            Text(letter, "item"), Text(letter, "reason"), Text(letter, "correlation_id")));

        var replayed = await CommandLineProgram.RunAsync(
            "Orchestrix.Cli",
            ["dead-letters", "replay", $"{letter.GetProperty("id")}", "--reason", "back", "--actor", "ann"], Database);

        Assert.Equal(0, replayed.Code);
        await UntilAsync("transfer/5", "saga.completed");
        await Until.TrueAsync(() => _database.ScalarAsync<bool>(
            "select state = 'replayed' from orchestrix.dead_letters where item = 'transfer/5'"));
        Assert.Equal("ann", await _database.ScalarAsync<string>(
            "select data ->> 'actor' from orchestrix.events "
            + "where stream_id = 'transfer/5' and event_type = 'saga.step-retried'"));
    }

    [Fact]
    public async Task What_cannot_be_meant_is_refused()
    {
        var missing = await RunAsync("show", "transfer/77");
        var noSaga = await RunAsync("show", "account/payer");
        var status = await RunAsync("list", "--status", "completed");
        var reason = await ActAsync("cancel", "transfer/1", "--reason", " ");
        var step = await ActAsync("retry", "transfer/1", "--step", "debit", "--reason", "x");
        var nobody = await CommandLineProgram.RunAsync("Orchestrix.Cli",
            ["sagas", "cancel", "transfer/1", "--reason", "x", "--gateway", "127.0.0.1:1"]);

        Assert.All([missing, noSaga, status, reason, step], static result => Assert.Equal(1, result.Code));
        Assert.Contains("saga.no-such-step", step.Errors, StringComparison.Ordinal);
        Assert.Equal(3, nobody.Code);
        Assert.Contains("--gateway", nobody.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parked_sagas_are_listed_shown_and_decided_over_HTTP()
    {
        await using var api = await BankApi.StartAsync(_silo.GatewayPort, "--Ops:IsEnabled=true");
        await api.ReadyAsync();

        var page = await HttpAssert.SuccessAsync(
            HttpStatusCode.OK, await api.GetAsync("/ops/sagas?type=transfer&status=Parked&limit=1"));
        var next = await HttpAssert.SuccessAsync(HttpStatusCode.OK, await api.GetAsync((string)page["next"]!));
        var shown = await HttpAssert.SuccessAsync(HttpStatusCode.OK, await api.GetAsync("/ops/sagas/transfer/1"));
        await HttpAssert.ProblemAsync(HttpStatusCode.Conflict, "saga.no-such-step", await api.PostAsync(
            "/ops/sagas/transfer/1/retry", """{"reason":"again","step":"debit"}"""));
        var done = await HttpAssert.SuccessAsync(HttpStatusCode.OK, await api.PostAsync(
            "/ops/sagas/transfer/1/complete", """{"reason":"by hand","outcome":"compensated"}"""));
        await HttpAssert.ProblemAsync(HttpStatusCode.Conflict, "saga.ended", await api.PostAsync(
            "/ops/sagas/transfer/1/cancel", """{"reason":"late"}"""));
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, "saga.not-found", await api.PostAsync(
            "/ops/sagas/transfer/77/cancel", """{"reason":"x"}"""));
        var wrong = await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid", await api.PostAsync(
            "/ops/sagas/transfer/2/retry", """{"reason":" "}"""));
        var signalled = await HttpAssert.SuccessAsync(HttpStatusCode.OK, await api.PostAsync(
            "/ops/sagas/transfer/1/signal", """{"id":"m","name":"go"}"""));
        var letters = await HttpAssert.SuccessAsync(HttpStatusCode.OK, await api.PostAsync(
            "/ops/dead-letters/discard?kind=Saga&stream=transfer/2", """{"reason":"seen to"}"""));

        Assert.Equal("transfer/1", (string?)page["sagas"]![0]!["saga"]);
        Assert.Equal("transfer/2", (string?)next["sagas"]![0]!["saga"]);
        Assert.Equal(("parked", "credit"), ((string?)shown["saga"]!["status"], (string?)shown["saga"]!["parkedAt"]));
        Assert.Equal(4, shown["timeline"]!.AsArray().Count);
        Assert.Equal("compensated", (string?)done["status"]);
        Assert.Equal(["reason", "step"], HttpAssert.Fields(wrong).Order());
        Assert.Equal("ignored", (string?)signalled["outcome"]);
        Assert.Single(letters["ids"]!.AsArray());
    }

    private (string, string?) Database => ("ORCHESTRIX_POSTGRES", _database.ApplicationConnectionString);

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) =>
        CommandLineProgram.RunAsync("Orchestrix.Cli", ["sagas", .. arguments], Database);

    private Task<(int Code, string Output, string Errors)> ActAsync(params string[] arguments) =>
        CommandLineProgram.RunAsync("Orchestrix.Cli",
            ["sagas", .. arguments, "--gateway", $"127.0.0.1:{_silo.GatewayPort}", "--cluster-id", "bank"]);

    private Task UntilAsync(string saga, string last) => Until.TrueAsync(async () => last ==
        await _database.ScalarAsync<string>(
            $"select event_type from orchestrix.events where stream_id = '{saga}' order by version desc limit 1"));

    private static IEnumerable<string> Names(string json) => JsonElement.Parse(json).GetProperty("sagas")
        .EnumerateArray().Select(static saga => Text(saga, "saga")!);

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}

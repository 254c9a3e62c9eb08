using System.Diagnostics;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Observability;

/// <summary>What one request causes can be followed through both processes, by the spans that a receiver got.</summary>
[Collection(WholeMachine.Name)]
public sealed class TracingTests(PostgresFixture fixture)
{
    private static readonly string[] Accounts = ["a", "b", "c", "d", "e", "f", "g", "h"];

    private const string Silo = "bank-silo";
    private const string Client = "Bank.Client";
    private const string Own = "Orchestrix";
    private const string Calls = "Orchestrix.Calls";
    private const int Server = 2;

    /// <param name="callSpans">Whether calls have spans: the setting of both, or null for what each has itself.</param>
    /// <param name="calls">Whose spans stand between the request and its command.</param>
    [Theory]
    [InlineData(null, Client)]
    [InlineData("false")]
    [InlineData("true", Silo, Client)]
    public async Task A_request_leads_to_its_command_its_append_and_its_rows(string? callSpans, params string[] calls)
    {
        await using var bank = callSpans is null
            ? await StartAsync() : await StartAsync(("Observability__Tracing__CallSpans", callSpans));
        var (trace, caller, header) = Caller();

        Assert.Equal(200, (await bank.PostAsync("/accounts/a/deposits", Money(5), header)).Status);

        var request = await FindAsync(bank, one =>
            one.TraceId == trace && one.ParentId == caller && (one.Service, one.Kind) == (Client, Server));
        Assert.Equal("POST /accounts/{id}/deposits", request.Name);
        var command = await FindAsync(bank, one =>
            one.TraceId == trace && (one.Service, one.Scope, one.Name) == (Silo, Own, "command bank.deposit"));
        Assert.Equal(
            ("success", "account"),
            (command.Attributes["orchestrix.status"], command.Attributes["orchestrix.aggregate_type"]));
        // Between the two is the call of the grain, if at all.
        List<OtlpSpan> ancestors = [];
        await Until.TrueAsync(() =>
        {
            ancestors = Ancestors(bank, command);
            return Task.FromResult(ancestors.Contains(request));
        });
        Assert.Equal(
            calls.Select(static service => (service, Calls)),
            ancestors.TakeWhile(one => one != request).Select(static one => (one.Service, one.Scope)));

        var batch = await FindAsync(bank, one => one.Name == "append batch" && one.IsChildOf(command));
        await FindAsync(bank, one => one.Scope == "Npgsql" && one.IsChildOf(batch));

        // What comes later has a trace of its own that leads back.
        var page = await FindAsync(bank, one =>
            one.Name == "subscription projection:account-balances:v1" && one.IsLinkedTo(command));
        Assert.NotEqual(trace, page.TraceId);
        Assert.Equal("", page.ParentId);
        await FindAsync(bank, one => one.Scope == "Npgsql" && one.IsChildOf(page));
    }

    [Fact]
    public async Task What_a_caller_does_not_record_is_recorded_nowhere()
    {
        // The sampler would record every trace that begins here.
        await using var bank = await StartAsync();
        var (trace, _, header) = Caller();
        var unrecorded = $"{header[..^2]}00";

        Assert.Equal(200, (await bank.PostAsync("/accounts/a/deposits", Money(5), unrecorded)).Status);
        Assert.Equal(202, (await bank.PostAsync("/transfers", Transfer(3), unrecorded)).Status);
        await Until.TrueAsync(async () => (await bank.Database.ScalarAsync<long>(
            "select count(*) from orchestrix.events where event_type = 'saga.completed'")) == 1);

        // What comes later has arrived, so what was to come of the others would have.
        var (later, _, recorded) = Caller();
        Assert.Equal(200, (await bank.PostAsync("/accounts/a/deposits", Money(5), recorded)).Status);
        await FindAsync(bank, one => one.TraceId == later && one.Name == "append batch");
        Assert.DoesNotContain(bank.Receiver.Spans, one => one.TraceId == trace);
        // Two accounts were opened and got money, and that is all besides.
        Assert.Equal(5, bank.Receiver.Spans.Count(IsCommand));
        Assert.Equal(0, await bank.Database.ScalarAsync<long>(
            $"select count(*) from orchestrix.events where trace_parent like '%{trace}%'"));
    }

    [Fact]
    public async Task What_a_caller_records_is_not_for_it_to_decide()
    {
        await using var bank = await StartAsync(("Observability__Tracing__SamplingRatio", "0"));

        Assert.Equal(200, (await bank.PostAsync("/accounts/a/deposits", Money(5), Caller().Header)).Status);

        // It would be stored with the events if it were recorded.
        Assert.Equal(0, await bank.Database.ScalarAsync<long>(
            "select count(*) from orchestrix.events where trace_parent is not null"));
        Assert.Empty(bank.Receiver.Spans);
    }

    [Fact]
    public async Task The_steps_of_a_saga_belong_to_the_request_that_started_it()
    {
        await using var bank = await StartAsync();
        var (trace, _, header) = Caller();

        Assert.Equal(202, (await bank.PostAsync("/transfers", Transfer(3), header)).Status);

        foreach (var step in new[] { "debit", "credit" })
        {
            var asked = await FindAsync(bank, one =>
                one.TraceId == trace && (one.Service, one.Scope, one.Name) == (Silo, Own, $"step {step}"));
            Assert.Equal(
                ("transfer", "1", "success"),
                (asked.Attributes["orchestrix.saga_type"], asked.Attributes["orchestrix.attempt"],
                    asked.Attributes["orchestrix.status"]));
            var command = await FindAsync(bank, one =>
                one.Scope == Own && one.Name.StartsWith("command ", StringComparison.Ordinal)
                && Ancestors(bank, one).Contains(asked));
            await FindAsync(bank, one =>
                one.Name == "append batch" && (one.IsChildOf(command) || one.IsLinkedTo(command)));
        }
    }

    [Fact]
    public async Task One_batch_serves_many_commands_and_each_of_them_leads_to_it()
    {
        await using var bank = await StartAsync();
        // One stream gets one commit into a batch, and which streams share a lane is another matter in each process.
        foreach (var id in Accounts.Skip(2))
        {
            Assert.Equal(201, (await bank.PostAsync(
                "/accounts", new JsonObject { ["id"] = id, ["owner"] = "Ada", ["currency"] = "EUR" })).Status);
        }
        // Whether commands meet in a batch is up to the machine; some time they do.
        for (var round = 1; ; round++)
        {
            await SendAsync(bank, callers: 60);
            if (bank.Receiver.Spans.Any(static one => one is { Name: "append batch", Links.Count: > 0 }))
                break;
            Assert.True(round < 20, "No two commands shared a batch.");
        }
    }

    /// <summary>Commands at the same time, each in a trace of its own that leads to its batch.</summary>
    private static async Task SendAsync(ObservedBank bank, int callers)
    {
        var sent = Enumerable.Range(0, callers).Select(_ => Caller()).ToArray();
        var answers = await Task.WhenAll(sent.Select((caller, number) =>
            bank.PostAsync($"/accounts/{Accounts[number % Accounts.Length]}/deposits", Money(1), caller.Header)));

        Assert.All(answers, static answer => Assert.Equal(200, answer.Status));
        foreach (var (trace, _, _) in sent)
        {
            var command = await FindAsync(bank, one =>
                one.TraceId == trace && (one.Scope, one.Name) == (Own, "command bank.deposit"));
            await FindAsync(bank, one =>
                one.Name == "append batch" && (one.IsChildOf(command) || one.IsLinkedTo(command)));
        }
    }

    private static bool IsCommand(OtlpSpan one) =>
        one.Scope == Own && one.Name.StartsWith("command ", StringComparison.Ordinal);

    private async Task<ObservedBank> StartAsync(params (string Name, string? Value)[] settings)
    {
        var bank = await ObservedBank.StartAsync(fixture, settings);
        foreach (var id in Accounts.Take(2))
        {
            var opened = await bank.PostAsync(
                "/accounts", new JsonObject { ["id"] = id, ["owner"] = "Ada", ["currency"] = "EUR" });
            Assert.Equal(201, opened.Status);
            Assert.Equal(200, (await bank.PostAsync($"/accounts/{id}/deposits", Money(100))).Status);
        }
        return bank;
    }

    private static JsonObject Money(decimal amount) => new() { ["amount"] = amount, ["currency"] = "EUR" };

    private static JsonObject Transfer(decimal amount) => new()
    {
        ["from"] = "a",
        ["to"] = "b",
        ["amount"] = amount,
        ["currency"] = "EUR",
    };

    /// <summary>A caller with a trace of its own, which it records.</summary>
    private static (string Trace, string Span, string Header) Caller()
    {
        var (trace, span) = (ActivityTraceId.CreateRandom().ToHexString(), ActivitySpanId.CreateRandom().ToHexString());
        return (trace, span, $"00-{trace}-{span}-01");
    }

    private static async Task<OtlpSpan> FindAsync(ObservedBank bank, Func<OtlpSpan, bool> isWanted)
    {
        OtlpSpan? found = null;
        await Until.TrueAsync(() =>
        {
            found = bank.Receiver.Spans.FirstOrDefault(isWanted);
            return Task.FromResult(found is not null);
        });
        return found!;
    }

    /// <summary>The spans above one, from its parent on, as far as they have arrived.</summary>
    private static List<OtlpSpan> Ancestors(ObservedBank bank, OtlpSpan span)
    {
        var ancestors = new List<OtlpSpan>();
        while (bank.Receiver.Spans.FirstOrDefault(span.IsChildOf) is { } parent)
        {
            ancestors.Add(parent);
            span = parent;
        }
        return ancestors;
    }
}

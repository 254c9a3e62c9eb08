using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Sagas;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Observability;

/// <summary>
/// What is about people goes into every path of a silo and the API in Production, and comes out of none that operators
/// and machines read: logs at their most talkative, spans, metrics, problem details and summaries of dead letters.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class SecretsTests(PostgresFixture fixture)
{
    private const string Amount = "718293.64";

    private static readonly string Id = Guid.NewGuid().ToString("N")[..8];

    private static string Owner { get; } = $"owner{Id}";

    private static string Account { get; } = $"account{Id}";

    private static string Payee { get; } = $"payee{Id}";

    private static string Reference { get; } = $"reference{Id}";

    private static string Malformed { get; } = $"malformed{Id}";

    private static string Raised { get; } = $"raised{Id}";

    private static string Projected { get; } = $"projected{Id}";

    private static string Browser { get; } = $"browser{Id}";

    private static string[] Secrets =>
        [Owner, Account, Payee, Reference, Malformed, Raised, Projected, Browser, Amount];

    [Fact]
    public async Task Nothing_about_people_reaches_a_log_a_span_a_metric_or_a_problem()
    {
        await using var bank = await ObservedBank.StartAsync(
            fixture, ("Logging__LogLevel__Default", "Debug"), ("Logging__LogLevel__Microsoft", "Debug"),
            ("Logging__LogLevel__Microsoft.AspNetCore", "Debug"), ("Logging__LogLevel__Orleans", "Debug"),
            ("Logging__LogLevel__Npgsql", "Debug"));
        bank.Api.Http.DefaultRequestHeaders.UserAgent.ParseAdd($"Mozilla/5.0 ({Browser})");
        var problems = new StringBuilder();

        await ParkedTransfers.WriteAsync(bank.Database, Payee, $"transfer{Id}");
        await CommandsAsync(bank, problems);
        await FailuresAsync(bank, problems);
        var progress = await ProjectionFailsAsync(bank, problems);

        await Until.TrueAsync(async () =>
            (await bank.SendAsync(HttpMethod.Get, "/ops/dead-letters")).Body.Contains(
                "\"kind\"", StringComparison.Ordinal));
        var letters = (await bank.SendAsync(HttpMethod.Get, "/ops/dead-letters")).Body;
        progress += (await bank.SendAsync(HttpMethod.Get, "/ops/readiness?profile=development")).Body;
        var metrics = await bank.Silo.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancelled)
            + await bank.Api.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancelled);
        // Spans of all of this have been sent when one that was made later has arrived.
        await Until.TrueAsync(() => Task.FromResult(bank.Receiver.Spans.Any(static one =>
            one.Name.EndsWith("/ops/dead-letters/", StringComparison.Ordinal))));
        bank.Silo.Terminate();
        var api = await bank.Api.StopAsync();
        var (_, silo, errors) = await bank.Silo.ExitAsync();
        var spans = Encoding.UTF8.GetString([.. bank.Receiver.Requests.SelectMany(static one => one)]);

        // Each sink has been written to, or to find nothing in it would mean nothing.
        Assert.Contains("orchestrix_commands_total", metrics, StringComparison.Ordinal);
        Assert.Contains("append batch", spans, StringComparison.Ordinal);
        Assert.Contains("\"level\":\"Debug\"", api, StringComparison.Ordinal);
        Assert.Contains("Npgsql.PostgresException (P0001)", silo + api, StringComparison.Ordinal);
        foreach (var (sink, text) in new[]
        {
            ("log of the silo", silo + errors), ("log of the API", api), ("spans", spans), ("metrics", metrics),
            ("problems", problems.ToString()), ("dead letters", Summaries(letters)),
            ("projections, subscriptions and readiness", progress),
        })
        {
            Assert.All(Secrets, secret => AssertLacks(sink, text, secret));
        }
        Assert.All(
            (silo + api).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            static line => Assert.NotNull(JsonNode.Parse(line)!["message"]));
    }

    /// <summary>What letters say; which stream each is about is how a person finds it.</summary>
    private static string Summaries(string letters)
    {
        var all = JsonNode.Parse(letters)!;
        foreach (var letter in all["letters"]!.AsArray())
        {
            letter!.AsObject().Remove("stream");
            letter.AsObject().Remove("item");
        }
        return all.ToJsonString();
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static async Task CommandsAsync(ObservedBank bank, StringBuilder problems)
    {
        await SendAsync(bank, problems, HttpMethod.Post, "/accounts", new JsonObject
        {
            ["id"] = Account,
            ["owner"] = Owner,
            ["currency"] = "EUR",
        });
        await SendAsync(bank, problems, HttpMethod.Post, $"/accounts/{Account}/deposits", Money(Amount));
        // Refused by the domain.
        await SendAsync(bank, problems, HttpMethod.Post, $"/accounts/{Account}/withdrawals", Money("9" + Amount));
        await SendAsync(bank, problems, HttpMethod.Post, "/transfers", new JsonObject
        {
            ["from"] = Account,
            ["to"] = Payee,
            ["amount"] = 1,
            ["currency"] = "EUR",
            ["reference"] = Reference,
        });
        await SendAsync(bank, problems, HttpMethod.Get, $"/accounts/{Account}?at={Malformed}");
        await SendAsync(bank, problems, HttpMethod.Get, $"/accounts/{Account}/{Malformed}");
        await SendAsync(
            bank, problems, HttpMethod.Post, "/accounts", new JsonObject { ["id"] = new JsonArray(Malformed) });
        Assert.Equal(200, (await bank.SendAsync(HttpMethod.Get, $"/accounts?owner={Owner}")).Status);
        Assert.Equal(200, (await bank.SendAsync(HttpMethod.Get, $"/accounts/{Account}")).Status);
    }

    /// <summary>The database itself says what should not be heard, to commands and to projections.</summary>
    private static async Task FailuresAsync(ObservedBank bank, StringBuilder problems)
    {
        await bank.Database.ExecuteAsync($$"""
            create function public.tell() returns trigger language plpgsql as $body$
            begin
                raise exception '{{Raised}}' using detail = '{{Raised}}', hint = '{{Raised}}';
            end $body$
            """);
        await bank.Database.ExecuteAsync(
            "create trigger tell before insert on orchestrix.events for each row execute function public.tell()");
        for (var number = 0; number < 3; number++)
            await SendAsync(bank, problems, HttpMethod.Post, $"/accounts/{Account}/deposits", Money(Amount));
        await bank.Database.ExecuteAsync("drop trigger tell on orchestrix.events");
        Assert.Contains("\"status\":50", problems.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A projection's own statement fails, time and again, with a message about people.</summary>
    private static async Task<string> ProjectionFailsAsync(ObservedBank bank, StringBuilder problems)
    {
        var table = await bank.Database.ScalarAsync<string>(
            """
            select format('%I.%I', schemaname, tablename) from pg_tables
            where schemaname = 'orchestrix_projections' and tablename like 'account_balances_g%'
            """);
        await bank.Database.ExecuteAsync($$"""
            create function public.tell_of_row() returns trigger language plpgsql as $body$
            begin
                raise exception '{{Projected}}' using
                    errcode = '23514', detail = '{{Projected}}', hint = '{{Projected}}', constraint = '{{Projected}}';
            end $body$
            """);
        // The table is the application's.
        await AsApplicationAsync(
            bank, $"create trigger tell before insert or update on {table} for each row execute function "
            + "public.tell_of_row()");
        await SendAsync(bank, problems, HttpMethod.Post, $"/accounts/{Account}/deposits", Money(Amount));
        // It stands still, and says why to whoever asks.
        var told = "";
        await Until.TrueAsync(async () =>
        {
            told = (await bank.SendAsync(HttpMethod.Get, "/ops/projections/account-balances")).Body;
            return told.Contains("\"failure\":\"", StringComparison.Ordinal);
        });
        told += (await bank.SendAsync(HttpMethod.Get, "/ops/subscriptions")).Body;
        await AsApplicationAsync(bank, $"drop trigger tell on {table}");
        return told;
    }

    private static async Task AsApplicationAsync(ObservedBank bank, string sql)
    {
        await using var command = bank.Database.Application.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private static async Task SendAsync(
        ObservedBank bank, StringBuilder problems, HttpMethod method, string path, JsonObject? body = null)
    {
        var (status, answer) = await bank.SendAsync(method, path, body);
        // A problem names the path that its caller has sent, and may say nothing else that the caller said.
        if (status >= 400)
        {
            var problem = JsonNode.Parse(answer)!.AsObject();
            problem.Remove("instance");
            problems.AppendLine(problem.ToJsonString());
        }
    }

    private static JsonObject Money(string amount) => new()
    {
        ["amount"] = decimal.Parse(amount, CultureInfo.InvariantCulture),
        ["currency"] = "EUR",
        ["reference"] = Reference,
    };

    private static void AssertLacks(string sink, string text, string secret)
    {
        var at = text.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
        Assert.True(at < 0, at < 0 ? "" : $"{secret} is in the {sink}: …{Around(text, at)}…");
    }

    private static string Around(string text, int at) =>
        text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 100)];
}

using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Sagas;
using Orchestrix.Cluster.Tests.Support;
using static Orchestrix.Cluster.Tests.Tenants.TenantFixture;

namespace Orchestrix.Cluster.Tests.Tenants;

/// <summary>The log, sagas and dead letters as operators of a tenant see them.</summary>
public sealed class TenantOperatorTests(TenantFixture bank) : IClassFixture<TenantFixture>
{
    private const string Reason = """{"reason":"because"}""";

    [Fact]
    public async Task A_search_of_the_log_finds_the_tenants_own_events()
    {
        const string Talk = "one-conversation";
        foreach (var tenant in new[] { Acme, Globex, null })
        {
            await bank.PostAsync(
                tenant, "/accounts", $$"""{"id":"spoken","owner":"Of {{tenant}}","currency":"EUR"}""",
                HttpStatusCode.Created, ("X-Correlation-Id", Talk));
        }
        foreach (var query in new[]
        {
            $"correlation={Talk}", "stream=account/spoken", "type=account.opened&stream=account/spoken",
            $"stream=account&correlation={Talk}",
        })
        {
            var own = Assert.Single((await bank.GetAsync(Acme, $"/ops/events?{query}"))["events"]!.AsArray())!;
            Assert.Equal(
                ("account/spoken", "acme", "Of acme"),
                ((string?)own["subject"], (string?)own["tenant"], (string?)own["data"]!["owner"]));
        }
        foreach (var prefix in new[] { "account/globex~", "account/globex~spoken", "account/acme~globex~" })
        {
            var none = await bank.GetAsync(Acme, $"/ops/events?stream={Uri.EscapeDataString(prefix)}");
            Assert.Empty(none["events"]!.AsArray());
        }
        var all = await bank.GetAsync(null, $"/ops/events?correlation={Talk}");
        Assert.Equal(
            ["account/spoken", "account/globex~spoken", "account/acme~spoken"],
            all["events"]!.AsArray().Select(static one => (string?)one!["subject"]));
    }

    [Fact]
    public async Task Whoever_follows_the_log_hears_of_its_own_tenant()
    {
        await bank.OpenAsync(Globex, "heard", "Gil", 1);
        await bank.OpenAsync(Acme, "heard", "Ann", 2);
        foreach (var address in new[] { "/events?after=0&stream=account/heard", "/events?after=0&type=account.opened" })
        {
            using var past = await bank.SendAsync(Acme, HttpMethod.Get, address);
            await foreach (var one in FollowAsync(past))
            {
                Assert.Equal("acme", (string?)one["tenant"]);
                Assert.DoesNotContain("~", one.ToJsonString(), StringComparison.Ordinal);
                if ((string?)one["subject"] == "account/heard")
                    break;
            }
        }

        using var live = await bank.SendAsync(Acme, HttpMethod.Get, "/events");
        await bank.OpenAsync(Globex, "heard-live", "Gil", 1);
        await bank.OpenAsync(Acme, "heard-live", "Ann", 2);
        await foreach (var one in FollowAsync(live))
        {
            Assert.Equal(("acme", "account/heard-live"), ((string?)one["tenant"], (string?)one["subject"]));
            break;
        }
        // A cursor is a position of the one log, and shows no more when another tenant uses it.
        using var borrowed = await bank.SendAsync(
            Globex, HttpMethod.Get, "/events?stream=account/heard-live", null, ("Last-Event-ID", "0"));
        await foreach (var one in FollowAsync(borrowed))
        {
            Assert.Equal(("globex", "Gil"), ((string?)one["tenant"], (string?)one["data"]!["owner"]));
            break;
        }
    }

    [Fact]
    public async Task Parked_sagas_and_their_letters_are_seen_and_decided_by_their_own_tenant()
    {
        await ParkedTransfers.WriteAsync(bank.Database, "payee", "acme~stuck", "globex~stuck", "globex~hidden");
        JsonNode letters = null!;
        await Until.TrueAsync(async () =>
            (letters = await bank.GetAsync(null, "/ops/dead-letters?state=Open"))["letters"]!.AsArray().Count == 3);
        var ids = letters["letters"]!.AsArray().ToDictionary(
            static one => (string)one!["stream"]!, static one => (long)one!["id"]!);
        Assert.Equal(
            ["transfer/acme~stuck", "transfer/globex~hidden", "transfer/globex~stuck"],
            ids.Keys.Order(StringComparer.Ordinal));

        var sagas = await bank.GetAsync(Acme, "/ops/sagas");
        Assert.Equal("transfer/stuck", (string?)Assert.Single(sagas["sagas"]!.AsArray())!["saga"]);
        Assert.Equal(
            "transfer/stuck", (string?)(await bank.GetAsync(Acme, "/ops/sagas/transfer/stuck"))["saga"]!["saga"]);
        var paged = await bank.GetAsync(Globex, "/ops/sagas?limit=1");
        Assert.Equal("transfer/hidden", (string?)Assert.Single(paged["sagas"]!.AsArray())!["saga"]);
        var own = Assert.Single((await bank.GetAsync(Acme, "/ops/dead-letters?state=Open"))["letters"]!.AsArray())!;
        Assert.Equal(
            (ids["transfer/acme~stuck"], "transfer/stuck", "transfer/stuck"),
            ((long)own["id"]!, (string?)own["stream"], (string?)own["item"]));
        Assert.Single((await bank.GetAsync(Globex, "/ops/dead-letters?stream=transfer/stuck"))["letters"]!.AsArray());

        var foreign = ids["transfer/globex~hidden"];
        foreach (var (method, path, body, code) in new (HttpMethod, string, string?, string)[]
        {
            (HttpMethod.Get, $"/ops/dead-letters/{foreign}", null, "dead-letter.not-found"),
            (HttpMethod.Post, $"/ops/dead-letters/{foreign}/replay", Reason, "dead-letter.not-found"),
            (HttpMethod.Post, $"/ops/dead-letters/{foreign}/discard", Reason, "dead-letter.not-found"),
            (HttpMethod.Get, "/ops/sagas/transfer/hidden", null, "saga.not-found"),
            (HttpMethod.Post, "/ops/sagas/transfer/hidden/compensate", Reason, "saga.not-found"),
            (HttpMethod.Post, "/transfers/hidden/cancel", Reason, "saga.not-found"),
        })
        {
            using var refused = await bank.SendAsync(Acme, method, path, body);
            await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, code, refused);
        }
        var (decided, _) = await bank.PostAsync(Acme, "/ops/dead-letters/discard?kind=Saga", Reason);
        Assert.Equal([ids["transfer/acme~stuck"]], decided["ids"]!.AsArray().Select(static one => (long)one!));
        var asked = (await bank.GetAsync(Acme, "/streams/operator-acts/dead-letters"))["events"]!.AsArray();
        Assert.Contains(asked, one => (string?)one!["data"]!["act"] == "dead-letters.discard-done"
            && (string?)one["data"]!["subjects"]![0] == $"{ids["transfer/acme~stuck"]}"
            && (string?)one["subject"] == "operator-acts/dead-letters" && (string?)one["tenant"] == Acme);
        using (var none = await bank.SendAsync(Globex, HttpMethod.Get, "/streams/operator-acts/dead-letters"))
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        var acted = await bank.PostAsync(
            Globex, "/ops/sagas/transfer/hidden/complete", """{"reason":"done","outcome":"compensated"}""");
        Assert.Equal("compensated", (string?)acted.Answer["status"]);
        Assert.Equal(
            "parked", (string?)(await bank.GetAsync(null, "/ops/sagas/transfer/globex~stuck"))["saga"]!["status"]);
        var byInstallation = await bank.PostAsync(
            null, "/ops/sagas/transfer/globex~stuck/complete", """{"reason":"done"}""");
        Assert.Equal("transfer/globex~stuck", (string?)byInstallation.Answer["saga"]);
        Assert.Equal("globex", await bank.Database.ScalarAsync<string>(
            "select tenant from orchestrix.events where stream_id = 'transfer/globex~stuck' "
            + "order by version desc limit 1"));
    }

    [Fact]
    public async Task What_the_installations_own_handlers_gave_up_on_is_the_installations()
    {
        const string Handlers = "the-installations";
        const string Told = "Host=db1;Password=told";
        var handlers = await bank.Database.ScalarAsync<long>(
            Letter("event", Handlers, "7", "account/acme~known", Told));
        var sagas = await bank.Database.ScalarAsync<long>(
            Letter("saga", "transfer", "transfer/acme~lost", "transfer/acme~lost", Told));

        var seen = await bank.GetAsync(Acme, "/ops/dead-letters?limit=100");
        Assert.DoesNotContain(Told, seen.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Handlers, seen.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty((await bank.GetAsync(Acme, "/ops/dead-letters?kind=Event"))["letters"]!.AsArray());
        var own = (await bank.GetAsync(Acme, $"/ops/dead-letters/{sagas}"))["letter"]!;
        Assert.Equal(("transfer/lost", null), ((string?)own["stream"], (string?)own["error"]));
        foreach (var act in new[] { "replay", "discard" })
        {
            using var one = await bank.SendAsync(Acme, HttpMethod.Post, $"/ops/dead-letters/{handlers}/{act}", Reason);
            await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, "dead-letter.not-found", one);
            foreach (var query in new[] { "kind=Event", $"source={Handlers}", "stream=account/known" })
            {
                var (all, _) = await bank.PostAsync(Acme, $"/ops/dead-letters/{act}?{query}", Reason);
                Assert.Empty(all["ids"]!.AsArray());
            }
        }
        var whole = (await bank.GetAsync(null, $"/ops/dead-letters/{handlers}"))["letter"]!;
        Assert.Equal(("open", Told), ((string?)whole["state"], (string?)whole["error"]));
        // Others count them.
        await bank.PostAsync(null, $"/ops/dead-letters/{handlers}/discard", Reason);
        await bank.PostAsync(Acme, $"/ops/dead-letters/{sagas}/discard", Reason);
    }

    private static string Letter(string kind, string source, string item, string stream, string error) =>
        $"""
        insert into orchestrix.dead_letters (
            first_failed_at, last_failed_at, updated_at, attempts, kind, state, source, item, stream_id, reason, error)
        values (now(), now(), now(), 1, '{kind}', 'open', '{source}', '{item}', '{stream}', 'r', '{error}')
        returning dead_letter_id
        """;

    private static async IAsyncEnumerable<JsonNode> FollowAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var items = SseParser.Create(await response.Content.ReadAsStreamAsync(limit.Token)).EnumerateAsync(limit.Token);
        await foreach (var item in items)
        {
            // What was passed over comes as an id alone.
            if (item.Data.Length > 0)
                yield return JsonNode.Parse(item.Data)!;
        }
        throw new JsonException("The stream has ended.");
    }
}

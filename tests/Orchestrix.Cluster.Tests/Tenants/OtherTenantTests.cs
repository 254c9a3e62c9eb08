using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;
using static Orchestrix.Cluster.Tests.Tenants.TenantFixture;

namespace Orchestrix.Cluster.Tests.Tenants;

/// <summary>
/// A caller of one tenant that knows every id of another one. Whatever it sends, the answer is that to an id which
/// nobody has.
/// </summary>
public sealed class OtherTenantTests(TenantFixture bank) : IClassFixture<TenantFixture>, IAsyncLifetime
{
    private const string Money = """{"amount":1,"currency":"EUR"}""";
    private const string Reason = """{"reason":"because"}""";
    private const string Act = """{"reason":"because","step":"credit"}""";

    /// <summary>What only the other tenant's data holds; no answer may.</summary>
    private const string Secret = "Wernher-Topsecret";

    /// <summary>Has everything at the other tenant, and nothing at one's own.</summary>
    private const string Theirs = "vault";

    /// <summary>As long, and nobody's.</summary>
    private const string Nobodys = "vabcd";

    /// <summary>How a caller may hope to leave its tenant; @ stands for the id.</summary>
    private static readonly string[] Disguises =
    [
        "@", "globex~@", "globex%7E@", "globex%7e@", "globex%257E@", "GLOBEX~@", "Globex%7E@", "gl%6Fbex~@",
        "~@", "%7E@", "acme~@", "acme~globex~@", "globex~~@", "..%2Fglobex~@", "acme~..%2Fglobex~@",
        "..%5Cglobex~@", "%2E%2E%2Fglobex%7E@", "x%2F..%2Fglobex~@", "globex%EF%BD%9E@", "globex%E2%88%BC@",
        "globex%CB%9C@", "globex%00~@", "globex~%00@", "globex~@%00", "%EF%BC%87globex~@", "globex%3A@", "globex%2F@",
        "globex;@", "globex~@.1", "@.1", "account%2Fglobex~@", "transfer%2Fglobex~@", "*", "%25", "globex~", "glo",
        "%20globex~@", "globex~@%20", "%E2%80%8Bglobex~@", "globex~%E2%80%8D@", "acme%0D%0AX-Tenant:globex~@",
        "@?tenant=globex", "@?Tenant=globex&x-tenant=globex",
    ];

    private static readonly (string, string)[][] Headers =
    [
        [],
        [
            ("X-Tenant", Globex), ("Tenant", Globex), ("X-Tenant-Id", Globex), ("orchestrix.tenant", Globex),
            ("X-Orchestrix-Tenant", Globex), ("X-Forwarded-Host", "globex.example"), ("Host", "globex"),
            ("X-Original-URL", "/accounts/globex~vault"), ("X-Rewrite-URL", "/accounts/globex~vault"),
            ("X-HTTP-Method-Override", "GET"), ("X-Correlation-Id", "vault-talk"), ("Cookie", "orchestrix=globex"),
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("baggage", "tenant=globex"),
        ],
    ];

    /// <summary>
    /// What each operation is to a caller of a tenant: with what it is asked where it shows what is the caller's own;
    /// null where it is closed.
    /// </summary>
    private static readonly Dictionary<string, (string Path, string? Body)?> Decisions = new(StringComparer.Ordinal)
    {
        ["OpenAccount"] = ("/accounts", """{"owner":"Eve","currency":"EUR"}"""),
        ["FreezeAccount"] = ("/accounts/{id}/freeze", Reason),
        ["UnfreezeAccount"] = ("/accounts/{id}/unfreeze", null),
        ["CloseAccount"] = ("/accounts/{id}/close", null),
        ["Deposit"] = ("/accounts/{id}/deposits", Money),
        ["Withdraw"] = ("/accounts/{id}/withdrawals", Money),
        ["CreditInterest"] = ("/accounts/{id}/interest", Money),
        ["SetOverdraftLimit"] = ("/accounts/{id}/overdraft-limit", """{"limit":5,"currency":"EUR"}"""),
        ["GetAccount"] = ("/accounts/{id}", null),
        ["GetStatement"] = ("/accounts/{id}/statement", null),
        ["GetEvents"] = ("/accounts/{id}/events", null),
        ["GetDays"] = ("/accounts/{id}/days", null),
        ["FindAccounts"] = ("/accounts?owner=" + Secret + "&after={id}", null),
        ["GetActivity"] = ("/bank/activity?limit=500", null),
        ["StartTransfer"] = ("/transfers", """{"from":"a","to":"b","amount":1,"currency":"EUR"}"""),
        ["GetTransfer"] = ("/transfers/{id}", null),
        ["CancelTransfer"] = ("/transfers/{id}/cancel", Reason),
        ["OpenStandingOrder"] = ("/standing-orders",
            """{"from":"a","to":"b","amount":1,"currency":"EUR","frequency":"daily","start":"2990-01-01"}"""),
        ["GetStandingOrder"] = ("/standing-orders/{id}", null),
        ["PauseStandingOrder"] = ("/standing-orders/{id}/pause", null),
        ["ResumeStandingOrder"] = ("/standing-orders/{id}/resume", null),
        ["CancelStandingOrder"] = ("/standing-orders/{id}/cancel", Reason),
        ["GetStream"] = ("/streams/account/{id}", null),
        ["GetStreamState"] = ("/streams/account/{id}/state", null),
        ["FollowEvents"] = ("/events?stream=account/{id}", null),
        ["SearchEvents"] = ("/ops/events?stream=account/{id}&correlation=vault-talk", null),
        ["ListSagas"] = ("/ops/sagas?type=transfer", null),
        ["GetSaga"] = ("/ops/sagas/transfer/{id}", null),
        ["RetrySagaStep"] = ("/ops/sagas/transfer/{id}/retry", Act),
        ["SkipSagaStep"] = ("/ops/sagas/transfer/{id}/skip", Act),
        ["CompensateSaga"] = ("/ops/sagas/transfer/{id}/compensate", Reason),
        ["CompleteSaga"] = ("/ops/sagas/transfer/{id}/complete", Reason),
        ["CancelSaga"] = ("/ops/sagas/transfer/{id}/cancel", Reason),
        ["SignalSaga"] = ("/ops/sagas/transfer/{id}/signal", """{"id":"1","name":"x"}"""),
        ["ListDeadLetters"] = ("/ops/dead-letters?stream=transfer/{id}", null),
        ["GetDeadLetter"] = ("/ops/dead-letters/1", null),
        ["ReplayDeadLetter"] = ("/ops/dead-letters/1/replay", Reason),
        ["DiscardDeadLetter"] = ("/ops/dead-letters/1/discard", Reason),
        ["ReplayDeadLetters"] = ("/ops/dead-letters/replay?stream=transfer/{id}", Reason),
        ["DiscardDeadLetters"] = ("/ops/dead-letters/discard?stream=transfer/{id}", Reason),
        ["GetTotals"] = null,
        ["GetCluster"] = null,
        ["ListProjections"] = null,
        ["GetProjection"] = null,
        ["RebuildProjection"] = null,
        ["ActivateProjection"] = null,
        ["CancelRebuild"] = null,
        ["ListSubscriptions"] = null,
        ["GetReadiness"] = null,
    };

    public async ValueTask InitializeAsync()
    {
        using var known = await bank.SendAsync(Globex, HttpMethod.Get, $"/accounts/{Theirs}");
        if (known.IsSuccessStatusCode)
            return;
        await bank.OpenAsync(Globex, Theirs, Secret, 1000);
        await bank.OpenAsync(Globex, $"{Theirs}.1", Secret, 1000);
        await bank.TransferAsync(Globex, Theirs, Theirs, $"{Theirs}.1", 1);
        await bank.PostAsync(
            Globex, "/standing-orders",
            $$"""
            {"id":"{{Theirs}}","from":"{{Theirs}}","to":"{{Theirs}}.1","amount":1,"currency":"EUR",
             "reference":"{{Secret}}","frequency":"daily","start":"2990-01-01"}
            """,
            HttpStatusCode.Created, ("X-Correlation-Id", "vault-talk"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_operation_is_decided_upon()
    {
        var described = (await OperationsAsync()).Select(static one => one.Name).Order(StringComparer.Ordinal);

        // A new operation is closed to tenants until it says ForTenants(); it belongs into the table either way.
        Assert.Equal(Decisions.Keys.Order(StringComparer.Ordinal), described);
    }

    [Fact]
    public async Task What_is_of_the_whole_installation_is_closed_to_tenants()
    {
        foreach (var (name, method, path) in await OperationsAsync())
        {
            if (Decisions[name] is not null)
                continue;
            using var refused = await bank.SendAsync(
                Acme, method, path.Replace("{name}", "bank-totals", StringComparison.Ordinal),
                method == HttpMethod.Post ? "{}" : null);
            await HttpAssert.ProblemAsync(HttpStatusCode.Forbidden, "request.not-for-tenants", refused);
        }
        foreach (var path in new[]
        {
            "/operations", "/operations/events", "/operations/stream?id=account/globex~vault",
        })
        {
            using var page = await bank.SendAsync(Acme, HttpMethod.Get, path);
            Assert.DoesNotContain(Secret, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nothing_that_a_caller_writes_leads_to_another_tenant()
    {
        var before = await bank.Database.ScalarAsync<long>(TheirEvents);
        foreach (var (name, method, _) in await OperationsAsync())
        {
            if (Decisions[name] is not var (path, body) || name == "FollowEvents")
                continue;
            var disguises = path.Contains("{id}", StringComparison.Ordinal) ? Disguises : ["@"];
            foreach (var disguise in disguises)
            {
                foreach (var headers in Headers)
                {
                    var (theirs, status) = await AskAsync(method, path, body, disguise, Theirs, headers);
                    var (nobodys, usual) = await AskAsync(method, path, body, disguise, Nobodys, headers);
                    Assert.True(
                        (status, theirs) == (usual, nobodys),
                        $"{name} tells {disguise} apart:\n{status} {theirs}\n{usual} {nobodys}");
                    // Closed, it would tell nothing apart either.
                    Assert.NotEqual(HttpStatusCode.Forbidden, status);
                    Assert.DoesNotContain(Secret, theirs, StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain("\"tenant\":\"globex\"", theirs, StringComparison.Ordinal);
                    Assert.True((int)status < 500, $"{name} {disguise}: {status} {theirs}");
                }
            }
        }
        Assert.Equal(before, await bank.Database.ScalarAsync<long>(TheirEvents));
        Assert.Equal(999m, await bank.BalanceAsync(Globex, Theirs));
    }

    [Fact]
    public async Task Ids_in_bodies_and_idempotency_keys_stay_within_the_tenant()
    {
        foreach (var id in new[] { "globex~vault", "globex\\u007evault", "~vault", "acme~vault", "globex/vault" })
        {
            using var account = await bank.SendAsync(
                Acme, HttpMethod.Post, "/accounts", $$"""{"id":"{{id}}","owner":"Eve","currency":"EUR"}""");
            await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid", account);
            using var transfer = await bank.SendAsync(
                Acme, HttpMethod.Post, "/transfers", """{"from":"a","to":"b","amount":1,"currency":"EUR"}""",
                ("Idempotency-Key", id.Replace("\\u007e", "~", StringComparison.Ordinal)));
            await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid", transfer);
            using var order = await bank.SendAsync(
                Acme, HttpMethod.Post, "/standing-orders",
                $$"""
                {"id":"{{id}}","from":"a","to":"b","amount":1,"currency":"EUR","frequency":"daily","start":"2990-01-01"}
                """);
            await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid", order);
        }
        // Their id is free here: neither taken, nor theirs.
        const string Taken = "taken";
        await bank.TransferAsync(Globex, Taken, "theirs", "nobodys", 1);
        var transferred = await bank.TransferAsync(Acme, Taken, "mine", "yours", 1);
        Assert.Equal(("compensated", "account.not-found"),
            ((string?)transferred["status"], (string?)transferred["reasonCode"]));
        using var tenant = await bank.SendAsync(
            Acme, HttpMethod.Post, "/accounts", """{"owner":"Eve","currency":"EUR","tenant":"globex"}""");
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "request.malformed", tenant);
    }

    private const string TheirEvents =
        "select count(*) from orchestrix.events where stream_id ~ '^[^/]*/globex~'";

    /// <summary>The answer without what it repeats of the question.</summary>
    private async Task<(string Text, HttpStatusCode Status)> AskAsync(
        HttpMethod method, string path, string? body, string disguise, string id, (string, string)[] headers)
    {
        var written = disguise.Replace("@", id, StringComparison.Ordinal);
        using var response = await bank.SendAsync(
            Acme, method, path.Replace("{id}", written, StringComparison.Ordinal), body, headers);
        var text = await response.Content.ReadAsStringAsync();
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) is true)
        {
            var answer = JsonNode.Parse(text)!;
            // Times, the id of a trace, and what is made at random.
            if (answer is JsonObject members)
            {
                foreach (var one in new[] { "traceId", "instance", "id", "startedAt", "steps" })
                    members.Remove(one);
            }
            text = answer.ToJsonString();
        }
        return (text.Replace(id, "@", StringComparison.Ordinal), response.StatusCode);
    }

    private async Task<IReadOnlyList<(string Name, HttpMethod Method, string Path)>> OperationsAsync()
    {
        var document = await bank.GetAsync(null, "/openapi/v1.json");
        return
        [
            .. document["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject().Select(operation =>
                ((string)operation.Value!["operationId"]!, HttpMethod.Parse(operation.Key), path.Key))),
        ];
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>
/// Hostile texts in every string that the API reads: the operations are those of its own document, so that a new one is
/// attacked from its first day.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed partial class InjectionTests(PostgresFixture postgres)
{
    private const int AtOnce = 6;

    private static readonly Dictionary<string, string> Samples = new(StringComparer.Ordinal)
    {
        ["id"] = $"\"{InjectionFixture.Account}\"",
        ["type"] = "\"account\"",
        ["key"] = $"\"{InjectionFixture.Account}\"",
        ["name"] = "\"account-balances\"",
        ["owner"] = "\"Ada\"",
        ["?owner"] = "Ada",
        ["currency"] = "\"EUR\"",
        ["amount"] = "1",
        ["limit"] = "10",
        ["from"] = $"\"{InjectionFixture.Account}\"",
        ["to"] = $"\"{InjectionFixture.Other}\"",
        ["reason"] = "\"because\"",
        ["frequency"] = "\"monthly\"",
        ["POST /ops/sagas/{type}/{key}/retry step"] = "\"debit\"",
        ["POST /ops/sagas/{type}/{key}/skip step"] = "\"debit\"",
        ["start"] = "\"2999-12-31\"",
    };

    [Fact]
    public async Task No_text_that_a_caller_sends_is_taken_for_anything_but_a_text()
    {
        await using var bank = await InjectionFixture.StartAsync(postgres);
        var document = await bank.GetAsync("/openapi/v1.json");
        var operations = ApiOperation.Read(document, Samples).ToArray();
        Assert.True(operations.Length > 40, $"{operations.Length} operations are few.");
        var schema = await bank.SchemaAsync();
        await SoundRequestsAreTakenAsync(bank, operations);

        var (wrong, owners) = (new ConcurrentBag<string>(), new ConcurrentDictionary<string, string>());
        var attacks = HostileText.All.SelectMany(text =>
            operations.SelectMany(operation => operation.With(text)).Select(request => (text, request))).ToArray();
        Assert.True(attacks.Length > 5_000, $"{attacks.Length} attacks are few.");
        await Parallel.ForEachAsync(
            attacks, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (attack, cancellationToken) =>
            {
                var (text, request) = attack;
                if (await AttackAsync(bank, request, owners, text, cancellationToken) is { } what)
                    wrong.Add($"{request} ({text.Name}): {what}");
            });

        Assert.True(wrong.IsEmpty, $"{wrong.Count} answers are wrong:\n{string.Join('\n', wrong.Order().Take(40))}");
        await WhatWasTakenIsKeptAsItIsAsync(bank, owners);
        await PagesShowTextsAsTextsAsync(bank, owners.Keys);
        await TheLogIsIntactAsync(bank, schema);
        LogsHaveOneMessageInALine(await bank.StopAsync());
    }

    /// <summary>Else an attack would be refused for something else, and prove nothing.</summary>
    private static async Task SoundRequestsAreTakenAsync(InjectionFixture bank, ApiOperation[] operations)
    {
        foreach (var operation in operations)
        {
            using var message = operation.Sound().ToMessage(bank.Http.BaseAddress!);
            using var answer = await bank.Http.SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.True(
                answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted
                    or HttpStatusCode.NotFound or HttpStatusCode.Conflict,
                $"{operation.Name} answers {answer.StatusCode} to a sound request: mend the samples of this test.");
        }
    }

    /// <summary>What is wrong with the answer; null if nothing is.</summary>
    private static async Task<string?> AttackAsync(
        InjectionFixture bank, ApiRequest request, ConcurrentDictionary<string, string> owners, HostileText text,
        CancellationToken cancellationToken)
    {
        using var message = request.ToMessage(bank.Http.BaseAddress!);
        using var answer = await bank.Http.SendAsync(
            message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var status = (int)answer.StatusCode;
        if (status is >= 500 or (>= 300 and < 400 and not 304))
            return $"{status} {await answer.Content.ReadAsStringAsync(cancellationToken)}";
        if (HeaderWith(answer) is { } header)
            return $"the header {header} repeats it";
        if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
            return null;
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (status == 201 && request.Place == "member owner")
            owners[answer.Headers.Location!.OriginalString] = text.Text;
        return What(status, answer.Content.Headers.ContentType?.MediaType, body);
    }

    private static string? What(int status, string? type, string body)
    {
        // The server itself refuses what is no HTTP; there is nobody yet who could describe a problem.
        if (body.Length == 0)
            return status is 304 or 400 or 414 or 431 ? null : $"{status} without a body";
        try
        {
            var json = JsonNode.Parse(body)!;
            return status < 400 ? type == "application/json" ? null : $"a success of type {type}"
                : type == "application/problem+json" && (int?)json["status"] == status && json["code"] is not null
                    ? null
                : $"{status} is no problem: {body}";
        }
        catch (JsonException)
        {
            return $"{status} is no JSON: {body}";
        }
    }

    /// <summary>A header that repeats what was sent, but for ids that are sound.</summary>
    private static string? HeaderWith(HttpResponseMessage answer) => answer.Headers.Concat(answer.Content.Headers)
        .Where(static one => one.Key != "X-Correlation-Id")
        .Where(static one => one.Key != "Location" || !Sound().IsMatch(one.Value.Single()))
        .Where(static one => one.Key == "Set-Cookie" || one.Value.Any(static value =>
            value.Contains(HostileText.Mark, StringComparison.OrdinalIgnoreCase)))
        .Select(static one => one.Key).FirstOrDefault();

    [GeneratedRegex(@"^/[a-z-]+/[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex Sound();

    private static async Task WhatWasTakenIsKeptAsItIsAsync(
        InjectionFixture bank, ConcurrentDictionary<string, string> owners)
    {
        Assert.True(owners.Count > 10, $"Only {owners.Count} hostile texts were taken as an owner.");
        foreach (var (address, owner) in owners)
            Assert.Equal(owner, (string?)(await bank.GetAsync(address))["owner"]);
    }

    private static async Task PagesShowTextsAsTextsAsync(InjectionFixture bank, IEnumerable<string> accounts)
    {
        var pages = await OpsPages.SignInAsync(bank.Http.BaseAddress!);
        var addresses = OpsPages.Addresses(HostileText.All)
            .Concat(accounts.Select(static one => $"/operations/stream?id=account/{one.Split('/')[^1]}"))
            .Append("/operations/events?limit=500").ToArray();
        var shown = 0;
        foreach (var address in addresses)
        {
            var (status, html) = await pages.GetAsync(address);
            Assert.True(status is 200 or 400 or 403 or 404 or 414, $"{address} answers {status}.");
            foreach (var raw in new[] { "<script>alert", "<img src=x", $"href=\"javascript:{HostileText.Mark}" })
                Assert.False(html.Contains(raw, StringComparison.Ordinal), $"{address} has {raw}.");
            shown += html.Contains("&lt;script&gt;alert", StringComparison.Ordinal) ? 1 : 0;
        }
        // Or nothing hostile was ever on a page.
        Assert.True(shown > 2, $"Only {shown} pages show a hostile text.");
    }

    private static async Task TheLogIsIntactAsync(InjectionFixture bank, string schema)
    {
        Assert.Equal(schema, await bank.SchemaAsync());
        Assert.Equal(0, await bank.Database.ScalarAsync<long>(
            "select max(position) - count(*) from orchestrix.events"));
        Assert.Equal(0, await bank.Database.ScalarAsync<long>(
            "select count(*) from orchestrix.events e group by stream_id having max(version) <> count(*) "
            + "union all select 0 limit 1"));
        var (code, output, errors) = await CommandLineProgram.RunAsync(
            "Orchestrix.Cli", ["verify"], ("ORCHESTRIX_POSTGRES", bank.Database.ApplicationConnectionString));
        Assert.True(code == 0, output + errors);
        // Nobody but the two who may has moved money there.
        var other = await bank.GetAsync($"/accounts/{InjectionFixture.Other}");
        Assert.Equal("Ada", (string?)other["owner"]);
    }

    private static void LogsHaveOneMessageInALine(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length > 20);
        foreach (var line in lines)
        {
            var message = JsonNode.Parse(line)!;
            Assert.NotNull(message["message"]);
            Assert.NotEqual("forged", (string?)message["message"]);
            Assert.DoesNotContain(HostileText.Mark, line, StringComparison.OrdinalIgnoreCase);
        }
    }
}

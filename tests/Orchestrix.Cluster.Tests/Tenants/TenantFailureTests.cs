using System.Net;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;
using static Orchestrix.Cluster.Tests.Tenants.TenantFixture;

namespace Orchestrix.Cluster.Tests.Tenants;

/// <summary>What a tenant hears of why its transfers fail.</summary>
public sealed class TenantFailureTests(TenantFixture bank) : IClassFixture<TenantFixture>
{
    /// <summary>What the exception of the partner bank says.</summary>
    private const string Said = "The partner bank did not answer.";

    private const string Code = "saga.attempt-timed-out";

    [Fact]
    public async Task The_text_of_an_exception_is_the_installations_and_its_code_the_tenants()
    {
        await bank.OpenAsync(Acme, "payer", "Pia", 100);
        await bank.PostAsync(
            Acme, "/transfers",
            $$"""{"from":"payer","to":"away","amount":1,"currency":"EUR","partnerBank":"{{SilentBank}}"}""",
            HttpStatusCode.Accepted, ("Idempotency-Key", "unanswered"));
        await Until.TrueAsync(async () => Has(await bank.GetAsync(Acme, "/transfers/unanswered"), Code));

        foreach (var path in new[]
        {
            "/transfers/unanswered", "/ops/sagas/transfer/unanswered", "/streams/transfer/unanswered",
            "/ops/events?stream=transfer",
        })
        {
            var seen = await bank.GetAsync(Acme, path);
            Assert.True(Has(seen, Code), $"{path} does not tell the code.");
            Assert.False(Has(seen, Said), $"{path} tells what a program said.");
        }
        foreach (var path in new[] { "/ops/sagas/transfer/acme~unanswered", "/streams/transfer/acme~unanswered" })
            Assert.True(Has(await bank.GetAsync(null, path), Said), $"{path} hides it from the installation.");

        // What people say is told.
        await bank.PostAsync(
            Acme, "/transfers/unanswered/cancel", """{"reason":"changed my mind"}""", HttpStatusCode.Accepted);
        var cancelled = await bank.GetAsync(Acme, "/ops/sagas/transfer/unanswered");
        Assert.True(Has(cancelled, "changed my mind"), "What a person said is not told.");
        Assert.False(Has(cancelled, Said), "A cancelled transfer tells what a program said.");
    }

    [Fact]
    public async Task The_text_of_a_refusal_is_the_tenants()
    {
        await bank.OpenAsync(Acme, "refused", "Pia", 1);

        var transfer = await bank.TransferAsync(Acme, "refused", "refused", "nobody", 1);

        Assert.Equal("account.not-found", (string?)transfer["reasonCode"]);
        Assert.NotEmpty((string?)transfer["reason"] ?? "");
        var failed = (await bank.GetAsync(Acme, "/streams/transfer/refused"))["events"]!.AsArray()
            .Single(static one => (string?)one!["type"] == "saga.step-failed")!;
        Assert.NotEmpty((string?)failed["data"]!["message"] ?? "");
    }

    private static bool Has(JsonNode answer, string text) =>
        answer.ToJsonString().Contains(text, StringComparison.Ordinal);
}

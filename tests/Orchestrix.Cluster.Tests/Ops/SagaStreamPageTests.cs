using System.Net;
using Orchestrix.Cluster.Tests.Security;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Ops;

/// <summary>The page of a stream that is a saga's: there is nothing to fold, but a page that says more.</summary>
public sealed class SagaStreamPageTests(KeyFixture bank) : IClassFixture<KeyFixture>
{
    [Fact]
    public async Task It_leads_to_the_page_of_the_saga_and_complains_of_nothing()
    {
        await HttpAssert.SuccessAsync(HttpStatusCode.Accepted, await bank.Api.PostAsync(
            "/transfers", """{"from":"nobody","to":"no-one","amount":10,"currency":"EUR"}""",
            ("Idempotency-Key", "leads")));
        var pages = await OpsPages.SignInAsync(bank.Api.Http.BaseAddress!);

        var (status, html) = await pages.GetAsync("/operations/stream?id=transfer/leads&version=1");

        Assert.Equal(200, status);
        Assert.DoesNotContain("cannot fold", html, StringComparison.Ordinal);
        Assert.Matches("<a href=\"/operations/saga\\?id=transfer(/|%2F)leads\">its own page</a>", html);
    }
}

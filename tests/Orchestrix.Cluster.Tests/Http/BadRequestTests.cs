using System.Net;
using System.Text;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Http;

public class BadRequestTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private BankApi Api => fixture.Api;

    [Theory]
    [InlineData("""{"amount":0,"currency":"EUR"}""", "amount")]
    [InlineData("""{"amount":-1,"currency":"EUR"}""", "amount")]
    [InlineData("""{"amount":0.001,"currency":"EUR"}""", "amount")]
    [InlineData("""{"amount":1000000000001,"currency":"EUR"}""", "amount")]
    [InlineData("""{"currency":"EUR"}""", "amount")]
    [InlineData("""{"amount":1,"currency":"XYZ"}""", "currency")]
    [InlineData("""{"amount":1}""", "currency")]
    [InlineData("""{"amount":1,"currency":"EUR","reference":" "}""", "reference")]
    [InlineData("""{"amount":1,"currency":"EUR","booking":{"partnerBank":"\u0000"}}""", "booking.partnerBank")]
    public async Task An_unsound_amount_or_text_is_400_and_names_the_field(string body, string field)
    {
        var problem = await HttpAssert.ProblemAsync(
            HttpStatusCode.BadRequest, "command.invalid", await Api.PostAsync("/accounts/some/deposits", body));
        Assert.Equal([field], HttpAssert.Fields(problem));
    }

    [Theory]
    [InlineData("""{"amount":"1\u0000","currency":"EUR"}""")]
    [InlineData("""{"amount":"1 ","currency":"EUR"}""")]
    public async Task A_number_with_something_behind_it_is_400(string body) => await HttpAssert.ProblemAsync(
        HttpStatusCode.BadRequest, "request.malformed", await Api.PostAsync("/accounts/some/deposits", body));

    [Fact]
    public async Task A_body_in_an_unknown_encoding_is_415()
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=bogus-7");
        await HttpAssert.ProblemAsync(
            HttpStatusCode.UnsupportedMediaType,
            "request.unsupported-media-type",
            await Api.Http.PostAsync(new Uri("/accounts/some/deposits", UriKind.Relative), content));
    }

    [Fact]
    public async Task Many_stale_callers_at_once_are_all_told_so_and_harm_nobody_else()
    {
        var id = Guid.NewGuid().ToString("N");
        using var opened = await Api.PostAsync("/accounts", $$"""{"id":"{{id}}","owner":"Me","currency":"EUR"}""");
        var stale = Enumerable.Range(0, 50).Select(_ => Api.PostAsync(
            $"/accounts/{id}/deposits", """{"amount":1,"currency":"EUR"}""", ("If-Match", "\"1\"")));
        var others = Enumerable.Range(0, 50).Select(_ => Api.PostAsync(
            $"/accounts/{id}/deposits", """{"amount":1,"currency":"EUR"}"""));
        var (staleAnswers, otherAnswers) = (Task.WhenAll(stale), Task.WhenAll(others));

        Assert.All(
            (await staleAnswers).Select(answer => (int)answer.StatusCode),
            status => Assert.True(status is 200 or 412, $"{status}"));
        Assert.True((await staleAnswers).Count(answer => answer.IsSuccessStatusCode) <= 1);
        Assert.All(await otherAnswers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_reported_at_once()
    {
        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid",
            await Api.PostAsync("/accounts", """{"owner":"","currency":"??","overdraftLimit":-1}"""));
        Assert.Equal(["owner", "overdraftLimit", "currency"], HttpAssert.Fields(problem));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"amount":1,"currency":"EUR","surprise":1}""")]
    [InlineData("""{"amount":1,"amount":2,"currency":"EUR"}""")]
    [InlineData("""{"Amount":1,"currency":"EUR"}""")]
    [InlineData("""{"amount":"ten","currency":"EUR"}""")]
    [InlineData("""{"amount":true,"currency":"EUR"}""")]
    [InlineData("""{"amount":1e-40,"currency":"EUR"}""")]
    [InlineData("""{"amount":1e40,"currency":"EUR"}""")]
    [InlineData("""{"amount":1.00000000000000000000000000000001,"currency":"EUR"}""")]
    [InlineData("""{"amount":1,"currency":"EUR","booking":{"bookedOn":"31.1.1993"}}""")]
    public async Task Json_that_does_not_fit_is_400_and_says_nothing_of_the_program(string body)
    {
        var problem = await HttpAssert.ProblemAsync(
            HttpStatusCode.BadRequest, "request.malformed", await Api.PostAsync("/accounts/some/deposits", body));
        Assert.DoesNotContain("Bank.", problem.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("System", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Idempotency-Key", " ")]
    [InlineData("Idempotency-Key", "\"\"")]
    [InlineData("Idempotency-Key", "schlüssel")]
    [InlineData("Idempotency-Key", "transfer/t1/debit")]
    [InlineData("If-Match", "1")]
    [InlineData("If-Match", "W/\"1\"")]
    [InlineData("If-Match", "\"x\"")]
    [InlineData("If-Match", "\"-1\"")]
    [InlineData("If-Match", "\"1\", \"2\"")]
    [InlineData("If-Match", "\"99999999999999999999\"")]
    public async Task A_malformed_header_is_400_and_names_the_header(string name, string value)
    {
        var problem = await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid",
            await Api.PostAsync("/accounts/some/unfreeze", null, (name, value)));
        Assert.Equal([name], HttpAssert.Fields(problem));
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_400() =>
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid",
            await Api.PostAsync("/accounts/some/unfreeze", null, ("Idempotency-Key", new string('k', 201))));

    [Theory]
    [InlineData("/accounts/-a")]
    [InlineData("/accounts/a%20b")]
    [InlineData("/accounts/a%0Ab/statement")]
    [InlineData("/accounts/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("/accounts/a/events?limit=0")]
    [InlineData("/accounts/a/events?limit=501")]
    [InlineData("/accounts/a/statement?from=0")]
    public async Task An_impossible_id_or_page_is_400(string path) =>
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "command.invalid", await Api.GetAsync(path));

    [Theory]
    [InlineData("/accounts/a/events?limit=many")]
    [InlineData("/accounts/a/events?from=99999999999999999999")]
    public async Task A_parameter_that_is_no_number_is_400(string path) =>
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "request.malformed", await Api.GetAsync(path));

    [Theory]
    [InlineData("/accounts/unknown")]
    [InlineData("/accounts/unknown/statement")]
    [InlineData("/accounts/unknown/events")]
    public async Task Reading_an_unknown_account_is_404(string path) =>
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, "account.not-found", await Api.GetAsync(path));

    [Fact]
    public async Task A_command_to_an_unknown_account_is_404() =>
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, "account.not-found",
            await Api.PostAsync("/accounts/unknown/deposits", """{"amount":1,"currency":"EUR"}"""));

    [Fact]
    public async Task An_unknown_address_is_404_and_a_wrong_method_is_405()
    {
        await HttpAssert.ProblemAsync(HttpStatusCode.NotFound, "request.not-found", await Api.GetAsync("/nothing"));
        await HttpAssert.ProblemAsync(HttpStatusCode.MethodNotAllowed, "request.method-not-allowed",
            await Api.SendAsync(HttpMethod.Delete, "/accounts/a", null));
    }

    [Fact]
    public async Task What_the_account_refuses_is_409_with_its_code()
    {
        const string Ten = """{"amount":10,"currency":"EUR"}""";
        var opened = await Api.PostAsync("/accounts", """{"owner":"Ada","currency":"EUR"}""");
        var account = opened.Headers.Location!.ToString();
        await ConflictAsync("account.insufficient-funds", "withdrawals", Ten);
        await ConflictAsync("account.wrong-currency", "deposits", """{"amount":10,"currency":"USD"}""");
        await ConflictAsync("account.not-frozen", "unfreeze", null);
        await Api.PostAsync($"{account}/deposits", Ten);
        await ConflictAsync("account.balance-not-zero", "close", null);
        await Api.PostAsync($"{account}/freeze", """{"reason":"check"}""");
        await ConflictAsync("account.frozen", "deposits", Ten);
        await ConflictAsync("account.already-frozen", "freeze", """{"reason":"again"}""");
        await Api.PostAsync($"{account}/unfreeze", null);
        await Api.PostAsync($"{account}/withdrawals", Ten);
        await Api.PostAsync($"{account}/close", null);
        await ConflictAsync("account.closed", "deposits", Ten);

        async Task ConflictAsync(string code, string what, string? body) =>
            await HttpAssert.ProblemAsync(
                HttpStatusCode.Conflict, code, await Api.PostAsync($"{account}/{what}", body));
    }

    [Fact]
    public async Task A_key_reused_for_another_request_is_422()
    {
        var account = (await Api.PostAsync("/accounts", """{"owner":"Ada","currency":"EUR"}""")).Headers.Location!;
        await Api.PostAsync($"{account}/deposits", """{"amount":10,"currency":"EUR"}""", ("Idempotency-Key", "k"));
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, "orchestrix.command-id-reused",
            await Api.PostAsync($"{account}/deposits", """{"amount":11,"currency":"EUR"}""", ("Idempotency-Key", "k")));
        await HttpAssert.ProblemAsync(HttpStatusCode.UnprocessableEntity, "orchestrix.command-id-reused",
            await Api.PostAsync($"{account}/withdrawals", """{"amount":10,"currency":"EUR"}""",
                ("Idempotency-Key", "k")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_413(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/accounts/some/deposits");
        request.Content = new StringContent(
            $$"""{"amount":1,"currency":"EUR","reference":"{{new string('x', 70_000)}}"}""",
            Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = chunked;
        await HttpAssert.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "request.too-large",
            await Api.Http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_body_of_another_type_is_415()
    {
        using var content = new StringContent("amount=1", Encoding.UTF8, "application/x-www-form-urlencoded");
        await HttpAssert.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "request.unsupported-media-type",
            await Api.Http.PostAsync(
                new Uri("/accounts/some/deposits", UriKind.Relative), content, TestContext.Current.CancellationToken));
    }
}

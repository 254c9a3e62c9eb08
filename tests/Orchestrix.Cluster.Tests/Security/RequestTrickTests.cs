using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>Requests that try to be something else for whoever asks for a role than for whoever answers.</summary>
public sealed partial class RequestTrickTests(KeyFixture fixture) : IClassFixture<KeyFixture>
{
    private const string Evil = "evil.example";

    private Uri Host => fixture.Api.Http.BaseAddress!;

    [Theory]
    [InlineData("/ops/subscriptions")]
    [InlineData("/OPS/Subscriptions")]
    [InlineData("/ops/subscriptions/")]
    [InlineData("//ops/subscriptions")]
    [InlineData("/ops//subscriptions")]
    [InlineData("/./ops/subscriptions")]
    [InlineData("/ops/./subscriptions")]
    [InlineData("/ops/subscriptions.")]
    [InlineData("/ops/subscriptions%20")]
    [InlineData("/ops/subscriptions%00")]
    [InlineData("/ops/subscriptions;v=1")]
    [InlineData("/%6f%70%73/subscriptions")]
    [InlineData("/ops%2Fsubscriptions")]
    [InlineData("/ops%5Csubscriptions")]
    [InlineData("/ops/%2e/subscriptions")]
    [InlineData("/health/live/../../ops/subscriptions")]
    [InlineData("/health/live/%2e%2e/%2e%2e/ops/subscriptions")]
    [InlineData("/health/live/..%2f..%2fops/subscriptions")]
    [InlineData("/openapi/../ops/subscriptions")]
    [InlineData("/metrics/../ops/subscriptions")]
    [InlineData("/operations/assets/../../ops/subscriptions")]
    [InlineData("/operations/sign-in/../../ops/subscriptions")]
    [InlineData("/ops/subscriptions?/health/live")]
    [InlineData("/ops/subscriptions#/health/live")]
    [InlineData("/accounts/../ops/subscriptions")]
    public async Task No_spelling_of_a_path_goes_around_the_role(string path)
    {
        foreach (var role in new string?[] { null, "reader", "teller" })
        {
            var answer = await AnswerAsync($"GET {path}", Key(role));
            Assert.Matches(@"^HTTP/1\.1 (400|401|403|404) ", answer);
            Assert.DoesNotContain("checkpoint", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override: GET")]
    [InlineData("X-HTTP-Method: GET")]
    [InlineData("X-Method-Override: GET")]
    [InlineData("X-Original-URL: /health/live")]
    [InlineData("X-Rewrite-URL: /health/live")]
    [InlineData("X-Forwarded-Prefix: /health")]
    [InlineData("X-Forwarded-Path: /health/live")]
    [InlineData("X-Forwarded-User: admin")]
    [InlineData("X-Remote-User: admin")]
    [InlineData("X-Client-Cert: anything")]
    [InlineData("Forwarded: for=127.0.0.1;proto=https")]
    [InlineData("X-Forwarded-For: 127.0.0.1")]
    [InlineData("Cookie: orchestrix=anything")]
    [InlineData("X-Api-Key: {0}")]
    [InlineData("Api-Key: {0}")]
    [InlineData("Proxy-Authorization: Bearer {0}")]
    [InlineData("Cookie: Authorization=Bearer {0}")]
    public async Task No_header_but_one_says_who_is_asking(string header)
    {
        var sent = string.Format(null, header, fixture.Keys["admin"].Text);
        Assert.StartsWith("HTTP/1.1 401 ", await AnswerAsync("GET /ops/subscriptions", sent), StringComparison.Ordinal);
        Assert.StartsWith(
            "HTTP/1.1 401 ", await AnswerAsync("POST /accounts", sent + "\r\nContent-Length: 0"),
            StringComparison.Ordinal);
        // Nor is another method or address taken than the one of the request.
        Assert.StartsWith(
            "HTTP/1.1 403 ", await AnswerAsync("POST /accounts", sent + $"\r\n{Key("reader")}\r\nContent-Length: 0"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?access_token={0}")]
    [InlineData("?key={0}")]
    [InlineData("?api_key={0}")]
    [InlineData("?Authorization=Bearer%20{0}")]
    public async Task A_key_in_an_address_is_no_key(string query) => Assert.StartsWith(
        "HTTP/1.1 401 ",
        await AnswerAsync($"GET /ops/subscriptions{string.Format(null, query, fixture.Keys["admin"].Text)}", null),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Authorization: Bearer {0}\r\nAuthorization: Bearer {1}")]
    [InlineData("Authorization: Bearer {1}\r\nAuthorization: Bearer {0}")]
    [InlineData("Authorization: Bearer {1}, Bearer {0}")]
    [InlineData("Authorization: Bearer{0}")]
    [InlineData("Authorization: {0}")]
    [InlineData("Authorization: Basic {0}")]
    [InlineData("Authorization: Bearer {0} {0}")]
    [InlineData("Authorization: Bearer \"{0}\"")]
    [InlineData("Authorization: Bearer {0}\r\nAuthorization:")]
    public async Task A_header_that_says_two_things_says_nothing(string header) => Assert.StartsWith(
        "HTTP/1.1 401 ",
        await AnswerAsync("GET /ops/subscriptions", string.Format(
            null, header, fixture.Keys["admin"].Text, fixture.Keys["reader"].Text)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("authorization: bearer {0}")]
    [InlineData("AUTHORIZATION:  BEARER   {0}  ")]
    public async Task Its_name_and_spaces_are_those_of_HTTP(string header) => Assert.StartsWith(
        "HTTP/1.1 200 ",
        await AnswerAsync("GET /ops/subscriptions", string.Format(null, header, fixture.Keys["admin"].Text)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/operations")]
    [InlineData("/operations/")]
    [InlineData("/operations/sign-in")]
    [InlineData("/accounts/nobodys")]
    [InlineData("/nothing")]
    [InlineData("/health/live")]
    public async Task What_is_sent_as_the_host_comes_back_nowhere(string path)
    {
        foreach (var key in new[] { null, Key("admin") })
        {
            var answer = await RawConnection.AnswerAsync(
                Host, $"GET {path} HTTP/1.1\r\nHost: {Evil}\r\nX-Forwarded-Host: {Evil}\r\nX-Host: {Evil}\r\n"
                + $"{key}{(key is null ? "" : "\r\n")}Connection: close\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 ", answer, StringComparison.Ordinal);
            Assert.DoesNotContain(Evil, answer, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("!!")]
    [InlineData("")]
    public async Task Who_is_asked_to_sign_in_is_so_whatever_was_sent_as_the_host(string host)
    {
        var answer = await RawConnection.AnswerAsync(
            Host, $"GET /operations/events?type=a%26b HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.Matches(@"^HTTP/1\.1 302 ", answer);
        Assert.Contains(
            "\r\nLocation: /operations/sign-in?return=%2Foperations%2Fevents%3Ftype%3Da%2526b\r\n", answer,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_a_new_account_is_relative()
    {
        var answer = await AnswerAsync("POST /accounts", $"{Key("teller")}\r\nX-Forwarded-Host: {Evil}\r\n"
            + "Content-Type: application/json\r\nContent-Length: 32\r\n\r\n"
            + "{\"owner\":\"Ada\",\"currency\":\"EUR\"}", "");

        Assert.Matches(@"^HTTP/1\.1 201 ", answer);
        Assert.Matches(@"\r\nLocation: /accounts/[0-9a-f]{32}\r\n", answer);
    }

    // Who stands in front and who stands behind would see other requests in the same bytes.
    [Theory]
    [InlineData("two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello")]
    [InlineData("two equal lengths in a line", "Content-Length: 5, 5\r\n\r\nhello")]
    [InlineData("a negative length", "Content-Length: -5\r\n\r\nhello")]
    [InlineData("a length in hexadecimal digits", "Content-Length: 0x5\r\n\r\nhello")]
    [InlineData("a length that is too large", "Content-Length: 99999999999999999999\r\n\r\nhello")]
    [InlineData("a space before the colon", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("a line that is continued", "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("an unknown coding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("chunked, and not at the end", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n")]
    [InlineData("a wrong length of a chunk", "Transfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n0\r\n\r\n")]
    [InlineData("a huge length of a chunk", "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nx\r\n0\r\n\r\n")]
    [InlineData("lines without returns", "Content-Length: 0\n\n")]
    [InlineData("a return alone", "X: a\rContent-Length: 5\r\n\r\n")]
    [InlineData("a NUL in a header", "X: a\0b\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("a header without a name", ": a\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("two hosts", "Host: b\r\nContent-Length: 0\r\n\r\n")]
    public async Task Bytes_that_two_servers_would_read_in_two_ways_are_refused(string what, string rest)
    {
        var answer = await RawConnection.AnswerAsync(
            Host, $"POST /accounts HTTP/1.1\r\nHost: a\r\n{Key("admin")}\r\n"
            + $"Content-Type: application/json\r\n{rest}GET /smuggled HTTP/1.1\r\n"
            + "Host: a\r\nConnection: close\r\n\r\n");

        Assert.True(Answers().Count(answer) == 1, $"{what}: {answer}");
        Assert.Matches(@"^HTTP/1\.1 (400|413|501) ", answer);
        Assert.DoesNotContain("smuggled", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_beside_chunks_is_not_heeded_and_ends_the_connection()
    {
        var answer = await RawConnection.AnswerAsync(
            Host, $"POST /accounts HTTP/1.1\r\nHost: a\r\n{Key("admin")}\r\nContent-Type: application/json\r\n"
            + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n"
            + "Host: a\r\nConnection: close\r\n\r\n");

        Assert.True(Answers().Count(answer) == 1, answer);
        Assert.Matches(@"^HTTP/1\.1 400 ", answer);
        Assert.DoesNotContain("smuggled", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /health/live HTTP/1.1\r\n\r\n")]
    [InlineData("GET http://127.0.0.1/health/live HTTP/1.1\r\nHost: other\r\n\r\n")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: a/../b\r\n\r\n")]
    [InlineData("GET  /health/live HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /health/live HTTP/9.9\r\nHost: a\r\n\r\n")]
    [InlineData("CONNECT /ops/subscriptions HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    public async Task What_is_no_request_is_refused(string bytes) => Assert.Matches(
        @"^HTTP/1\.1 (400|405|505) ", await RawConnection.AnswerAsync(Host, bytes));

    private string? Key(string? role) =>
        role is null ? null : $"Authorization: {new AuthenticationHeaderValue("Bearer", fixture.Keys[role].Text)}";

    private Task<string> AnswerAsync(string line, string? headers, string end = "\r\n\r\n") =>
        RawConnection.AnswerAsync(Host, $"{line} HTTP/1.1\r\nHost: a\r\nConnection: close"
            + $"{(headers is null ? "" : "\r\n")}{headers}{end}");

    [GeneratedRegex(@"^HTTP/1\.1 \d", RegexOptions.Multiline)]
    private static partial Regex Answers();
}

using System.IO.Compression;
using System.Net;
using System.Text;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>Bodies that are too large, too deep, or not what they say.</summary>
public sealed class BodyTests(KeyFixture fixture) : IClassFixture<KeyFixture>
{
    private const int Limit = 64 * 1024;
    private const string Ada = """{"owner":"Ada","currency":"EUR"}""";

    [Theory]
    [InlineData(Limit, false, HttpStatusCode.Created)]
    // Chunks count with the lines between them.
    [InlineData(Limit - 64, true, HttpStatusCode.Created)]
    [InlineData(Limit + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(Limit + 1, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_has_so_many_bytes_and_not_one_more(int bytes, bool isChunked, HttpStatusCode expected)
    {
        using var request = Request(Encoding.UTF8.GetBytes(Ada.PadRight(bytes)), "application/json");
        request.Headers.TransferEncodingChunked = isChunked;
        if (isChunked)
            request.Content!.Headers.ContentLength = null;
        using var answer = await SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(1_000)]
    [InlineData(30_000)]
    public async Task JSON_that_is_nested_too_deep_is_told_so(int depth)
    {
        var inner = depth - 1;
        var arrays = new string('[', inner) + new string(']', inner);
        var objects = string.Concat(Enumerable.Repeat("{\"a\":", inner)) + "1" + new string('}', inner);
        foreach (var content in new[] { arrays, objects }.Where(static one => one.Length < Limit - 100))
        {
            var json = $$"""{"id":"a","name":"b","content":{{content}}}""";
            var problem = await HttpAssert.ProblemAsync(
                HttpStatusCode.BadRequest, "request.malformed", await PostAsync("/ops/sagas/transfer/a/signal", json));
            Assert.Contains("16 deep", problem.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task JSON_that_is_nested_as_deep_as_it_may_be_is_read()
    {
        var json = $$"""{"id":"a","name":"b","content":{{new string('[', 15)}}{{new string(']', 15)}}}""";

        await HttpAssert.ProblemAsync(
            HttpStatusCode.NotFound, "saga.not-found", await PostAsync("/ops/sagas/transfer/a/signal", json));
    }

    [Theory]
    [InlineData("""{"owner":"Ada","currency":"EUR","owner":"Eve"}""")]
    [InlineData("""{"owner":"Ada","currency":"EUR","\u006fwner":"Eve"}""")]
    [InlineData("""{"owner":"Ada","currency":"EUR","Owner":"Eve"}""")]
    [InlineData("""{"$type":"System.IO.FileInfo","owner":"Ada","currency":"EUR"}""")]
    [InlineData("""{"__proto__":{"a":1},"owner":"Ada","currency":"EUR"}""")]
    [InlineData("""{"owner":"Ada","currency":"EUR",}""")]
    [InlineData("""{"owner":"Ada",/**/"currency":"EUR"}""")]
    [InlineData("""{"owner":"Ada","currency":"EUR"}{}""")]
    [InlineData("""{"owner":"Ada","currency":"EUR","overdraftLimit":NaN}""")]
    [InlineData("""{"owner":"Ada","currency":"EUR","overdraftLimit":01}""")]
    [InlineData("""{owner:'Ada',currency:'EUR'}""")]
    public async Task JSON_that_two_readers_would_read_in_two_ways_is_refused(string json) =>
        await HttpAssert.ProblemAsync(
            HttpStatusCode.BadRequest, "request.malformed", await PostAsync("/accounts", json));

    [Fact]
    public async Task A_number_of_many_digits_is_refused_at_once()
    {
        var number = $"{new string('9', 60_000)}e{new string('9', 1_000)}";
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "request.malformed", await PostAsync(
            "/accounts", $$"""{"owner":"Ada","currency":"EUR","overdraftLimit":{{number}}}"""));
    }

    [Theory]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType, "utf-16")]
    [InlineData("application/json; charset=ibm037", HttpStatusCode.UnsupportedMediaType, "utf-8")]
    [InlineData("application/json; charset=UTF-8", HttpStatusCode.Created, "utf-8")]
    [InlineData("application/json; charset=\"utf-8\"", HttpStatusCode.Created, "utf-8")]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.BadRequest, "utf-16")]
    [InlineData("application/json; charset=utf-7", HttpStatusCode.UnsupportedMediaType, "utf-8")]
    [InlineData("application/json; charset=", HttpStatusCode.UnsupportedMediaType, "utf-8")]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType, "utf-8")]
    [InlineData("application/xml", HttpStatusCode.UnsupportedMediaType, "utf-8")]
    [InlineData("multipart/form-data; boundary=x", HttpStatusCode.UnsupportedMediaType, "utf-8")]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType, "utf-8")]
    [InlineData("nonsense", HttpStatusCode.UnsupportedMediaType, "utf-8")]
    [InlineData("application/json, text/plain", HttpStatusCode.UnsupportedMediaType, "utf-8")]
    public async Task A_body_is_what_it_says_or_is_not_taken(string type, HttpStatusCode expected, string encoding)
    {
        using var request = Request(Encoding.GetEncoding(encoding).GetBytes(Ada), type);
        using var answer = await SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        using var request = Request([.. "{\"owner\":\""u8, 0xff, 0xfe, 0xc0, 0xaf, .. "\",\"currency\":\"EUR\"}"u8],
            "application/json");
        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "request.malformed", await SendAsync(request));
    }

    [Fact]
    public async Task A_body_that_is_packed_is_not_unpacked()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Ada));
            // A thousand times as large as it is sent.
            gzip.Write(new byte[10_000_000]);
        }
        using var request = Request(packed.ToArray(), "application/json");
        request.Content!.Headers.ContentEncoding.Add("gzip");

        await HttpAssert.ProblemAsync(HttpStatusCode.BadRequest, "request.malformed", await SendAsync(request));
    }

    [Fact]
    public async Task An_address_that_is_too_long_is_414()
    {
        using var answer = await fixture.Api.GetAsync($"/accounts?owner={new string('a', 9_000)}");

        Assert.Equal(HttpStatusCode.RequestUriTooLong, answer.StatusCode);
    }

    private static HttpRequestMessage Request(byte[] body, string type)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/accounts") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return request;
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        fixture.Api.Http.SendAsync(request, TestContext.Current.CancellationToken);

    private Task<HttpResponseMessage> PostAsync(string path, string json) => fixture.Api.PostAsync(path, json);
}

using System.Net;
using System.Text.Json.Nodes;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>What HTTP answers must look like.</summary>
public static class HttpAssert
{
    /// <summary>The answer is the problem <paramref name="code"/>, complete and of the right media type.</summary>
    public static async Task<JsonNode> ProblemAsync(HttpStatusCode status, string code, HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Equal($"urn:orchestrix:problem:{code}", (string?)problem["type"]);
        Assert.Equal((int)status, (int?)problem["status"]);
        Assert.False(string.IsNullOrEmpty((string?)problem["title"]));
        Assert.False(string.IsNullOrEmpty((string?)problem["traceId"]));
        Assert.Single(response.Headers.GetValues("X-Correlation-Id"));
        return problem;
    }

    /// <summary>The answer is a success; returns its JSON.</summary>
    public static async Task<JsonNode> SuccessAsync(HttpStatusCode status, HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>The fields that a problem names.</summary>
    public static string[] Fields(JsonNode problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return [.. problem["errors"]!.AsArray().Select(error => (string)error!["field"]!)];
    }
}

using System.Text.Json;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>Runs <c>orchestrix readiness</c>, or <c>bank readiness</c>, as a process and reads what it says.</summary>
internal static class ReadinessRunner
{
    /// <summary>Runs the program to its end; the last line must be JSON with all checks.</summary>
    public static async Task<(int Code, JsonElement Report)> RunAsync(
        string program, IEnumerable<string> arguments, params (string Name, string? Value)[] environment)
    {
        var (code, output, errors) = await CommandLineProgram.RunAsync(
            program, ["readiness", .. arguments, "--json"], environment);
        var last = output.TrimEnd().Split('\n')[^1];
        Assert.True(last.StartsWith('{'), $"{code}\n{output}\n{errors}");
        return (code, JsonElement.Parse(last));
    }

    /// <summary>The ids of the checks that ended so, in order.</summary>
    public static string[] Ids(this JsonElement report, string outcome) =>
    [
        .. report.GetProperty("checks").EnumerateArray()
            .Where(check => check.GetProperty("outcome").GetString() == outcome)
            .Select(static check => check.GetProperty("id").GetString()!).Order(StringComparer.Ordinal),
    ];

    /// <summary>The evidence of a check.</summary>
    public static string Evidence(this JsonElement report, string id) => report.GetProperty("checks").EnumerateArray()
        .Single(check => check.GetProperty("id").GetString() == id).GetProperty("evidence").GetString()!;
}

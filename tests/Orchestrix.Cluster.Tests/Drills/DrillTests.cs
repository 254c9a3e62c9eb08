using System.Text.Json;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Drills;

/// <summary>The drills of operators, for a few seconds.</summary>
public sealed class DrillTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killing_the_primary_loses_nothing_that_was_acknowledged()
    {
        var report = await RunAsync("failover", "--seconds", "3", "--writers", "8");

        Assert.Equal(0, report.GetProperty("lost").GetInt64());
        Assert.InRange(report.GetProperty("resume_s").GetDouble(), 0, 15);
        Assert.True(report.GetProperty("log_intact").GetBoolean());
        var before = report.GetProperty("acknowledged_before").GetInt64();
        Assert.InRange(before, 8, long.MaxValue);
        Assert.InRange(report.GetProperty("acknowledged").GetInt64(), before + 8, long.MaxValue);
    }

    private async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var (code, output, errors) = await CommandLineProgram.RunAsync(
            "Bank.Cli", ["drill", .. arguments, "--log-directory", _folder.Path]);
        Assert.True(code == 0, $"{code}\n{output}\n{errors}");
        return JsonElement.Parse(output.TrimEnd().Split('\n')[^1]);
    }
}

using System.Text.Json;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Chaos;

/// <summary>
/// Two minutes of kills, freezes and cuts under transfers. G8 and everything below it: no cent is made or lost, and
/// every acknowledged transfer comes to an end.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class ChaosTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Money_survives_two_minutes_of_everything()
    {
        var (code, output, errors) = await CommandLineProgram.RunAsync(
            "Bank.Cli", ["chaos", "--minutes", "2", "--directory", Path.Combine(_folder.Path, "chaos")]);

        Assert.True(code == 0, $"{code}\n{output}\n{errors}");
        TestContext.Current.SendDiagnosticMessage(output);
        var report = JsonElement.Parse(output.TrimEnd().Split('\n')[^1]);
        Assert.All(
            (string[])["money_delta", "lost", "duplicated", "unfinished", "violations"],
            name => Assert.Equal(0m, report.GetProperty(name).GetDecimal()));
        var (acknowledged, completed, compensated, kills) = (
            Count("acknowledged"), Count("completed"), Count("compensated"), Count("kills"));
        Assert.InRange(acknowledged, 100, long.MaxValue);
        Assert.InRange(completed, 50, long.MaxValue);
        Assert.InRange(compensated, 1, long.MaxValue);
        Assert.InRange(kills, 1, long.MaxValue);
        Assert.InRange(Count("transfers"), acknowledged, long.MaxValue);

        long Count(string name) => report.GetProperty(name).GetInt64();
    }
}

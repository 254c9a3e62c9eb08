using System.Net;
using Bank.Cli.Demo;
using Bank.Cli.Topology;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Deployment;

/// <summary>A cluster of processes that loses one.</summary>
[Collection(WholeMachine.Name)]
public sealed class KeptClusterTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_that_is_killed_is_started_again_and_answers_where_it_did()
    {
        var options = new ClusterOptions(1, 1, Path.Combine(_folder.Path, "postgres"), _folder.Path);
        await using var cluster = await BankCluster.StartAsync(
            options, HostPrograms.Current(), static _ => { }, TimeProvider.System, Stop);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var said = new List<string>();
        var keeping = cluster.KeepRunningAsync(
            one =>
            {
                lock (said)
                    said.Add(one);
            },
            stop.Token);
        using var http = cluster.NewHttp(TimeSpan.FromSeconds(10));
        foreach (var host in (ClusterHost[])[cluster.Silos[0], cluster.Apis[0]])
        {
            var (killed, address) = (host.ProcessId, host.Address);

            HostProcess.Signal(killed, HostProcess.SignalKill);

            await Until.TrueAsync(() =>
            {
                lock (said)
                    return Task.FromResult(said.Contains($"{host.Name} is ready again: process {host.ProcessId}"));
            });
            Assert.NotEqual(killed, host.ProcessId);
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(address, "/health/ready"), Stop)).StatusCode);
        }
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping);
    }
}

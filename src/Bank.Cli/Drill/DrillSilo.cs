using System.Globalization;
using Bank.Cli.Demo;
using Bank.Cli.Import;

namespace Bank.Cli.Drill;

/// <summary>A silo of the bank as a process of its own, on a given database, and a client of it.</summary>
internal sealed class DrillSilo : IAsyncDisposable
{
    private const string Id = "bank";

    private readonly HostProcess _process;
    private readonly BankConnection _connection;

    private DrillSilo(HostProcess process, BankConnection connection) =>
        (_process, _connection) = (process, connection);

    /// <summary>Reaches the grains.</summary>
    public IGrainFactory Grains => _connection.Grains;

    /// <summary>Starts the silo and connects.</summary>
    /// <param name="name">Of its log file.</param>
    /// <param name="application">The application's connection string.</param>
    /// <param name="owner">The owner's.</param>
    /// <param name="logDirectory">Where its output goes.</param>
    /// <param name="time">Measures waits.</param>
    /// <param name="cancellationToken">Stops what was started.</param>
    /// <exception cref="HostFailedException">It did not start.</exception>
    public static async Task<DrillSilo> StartAsync(
        string name, string application, string owner, string logDirectory, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var ports = FreePorts.Take(3);
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports[2]}"));
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Orchestrix"] = application,
            ["ConnectionStrings__OrchestrixOwner"] = owner,
            ["Silo__ClusterId"] = Id,
            ["Silo__ServiceId"] = Id,
            ["Silo__SiloPort"] = ports[0].ToString(CultureInfo.InvariantCulture),
            ["Silo__GatewayPort"] = ports[1].ToString(CultureInfo.InvariantCulture),
            ["Urls"] = address.ToString(),
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["DOTNET_ENVIRONMENT"] = "Development",
        };
        var process = await HostProcess.StartAsync(
            name, HostAssembly.Find(HostAssembly.Silo), settings, logDirectory, time);
        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            await Readiness.WaitAsync(process, http, address, time, cancellationToken);
            var gateway = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{ports[1]}");
            var cluster = new ClusterAddress([gateway], Id, Id);
            return new DrillSilo(process, await BankConnection.OpenAsync(cluster, time, cancellationToken));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill() => _process.Kill();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _process.DisposeAsync();
    }
}

using Bank.Cli.Demo;
using Npgsql;

namespace Bank.Cli.Chaos;

/// <summary>Hits one thing after the other.</summary>
internal sealed class ChaosFaults(ChaosCluster cluster, ChaosOptions options, Action<string> report, TimeProvider time)
{
    /// <summary>How long nothing else is hit after a silo was killed, so that what was going on there is seen to go
    /// on elsewhere.</summary>
    private static readonly TimeSpan Respite = TimeSpan.FromSeconds(14);

    // RS0030: the seed repeats the order of faults, which is what it is for. What a fault hits depends on what is
    // there, so nothing else draws from it.
#pragma warning disable RS0030
    private readonly Random _order = new(options.Seed);
#pragma warning restore RS0030
    private readonly List<DateTimeOffset> _siloKills = [];

    /// <summary>Processes killed: silos, APIs, backends, servers.</summary>
    public int Kills { get; private set; }

    /// <summary>Every fault.</summary>
    public int Count { get; private set; }

    /// <summary>When a silo was killed while nothing else was wrong.</summary>
    public IReadOnlyList<DateTimeOffset> SiloKills => _siloKills;

    /// <summary>Hits until cancelled, and leaves everything running or about to.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        (int Weight, Func<Task> Hit)[] faults =
        [
            (5, KillSiloAsync), (3, FreezeSiloAsync), (3, KillApiAsync), (2, FreezeApiAsync),
            (4, TerminateBackendsAsync), (3, FreezeBackendAsync), (1, KillBackendAsync), (1, CrashServerAsync),
            (1, RestartServerAsync), (5, CutAnswersAsync),
        ];
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1 + (3 * _order.NextDouble())), time, CancellationToken.None);
            var pick = _order.Next(faults.Sum(static fault => fault.Weight));
            foreach (var (weight, hit) in faults)
            {
                if ((pick -= weight) >= 0)
                    continue;
                await hit();
                Count++;
                break;
            }
        }
    }

    private async Task KillSiloAsync()
    {
        // Two of three silos at once, while the third is frozen, are a data centre and not a fault.
        if (!cluster.IsWhole)
        {
            await CutAnswersAsync();
            return;
        }
        var silo = Pick(cluster.Silos);
        report($"kill -9 {silo.Name}");
        _siloKills.Add(time.GetUtcNow());
        silo.Kill();
        Kills++;
        await Task.Delay(Respite, time, CancellationToken.None);
    }

    private Task FreezeSiloAsync() => FreezeAsync(Pick(cluster.Silos), most: 8);

    private Task KillApiAsync()
    {
        var api = Pick(cluster.Apis);
        report($"kill -9 {api.Name}");
        api.Kill();
        Kills++;
        return Task.CompletedTask;
    }

    private Task FreezeApiAsync() => FreezeAsync(Pick(cluster.Apis), most: 5);

    private async Task FreezeAsync(SupervisedHost host, double most)
    {
        var pause = TimeSpan.FromSeconds(0.5 + ((most - 0.5) * Random.Shared.NextDouble()));
        report($"SIGSTOP {host.Name} for {pause.TotalSeconds:0.0} s");
        host.Freeze();
        await Task.Delay(pause, time, CancellationToken.None);
        host.Thaw();
    }

    private async Task TerminateBackendsAsync()
    {
        report("terminate half of the backends");
        foreach (var backend in await BackendsAsync())
        {
            if (Random.Shared.Next(2) != 0)
                continue;
            HostProcess.Signal(backend, HostProcess.SignalTerminate);
            Kills++;
        }
    }

    private async Task FreezeBackendAsync()
    {
        var backends = await BackendsAsync();
        if (backends.Count == 0)
            return;
        var (backend, pause) = (Pick(backends), TimeSpan.FromSeconds(0.5 + (3 * Random.Shared.NextDouble())));
        report($"SIGSTOP a backend for {pause.TotalSeconds:0.0} s");
        HostProcess.Signal(backend, HostProcess.SignalStop);
        await Task.Delay(pause, time, CancellationToken.None);
        HostProcess.Signal(backend, HostProcess.SignalContinue);
    }

    private async Task KillBackendAsync()
    {
        var backends = await BackendsAsync();
        if (backends.Count == 0)
            return;
        // The postmaster then ends all others and recovers.
        report("kill -9 a backend");
        HostProcess.Signal(Pick(backends), HostProcess.SignalKill);
        Kills++;
        await Task.Delay(TimeSpan.FromSeconds(2), time, CancellationToken.None);
    }

    private async Task CrashServerAsync()
    {
        report("kill -9 PostgreSQL, and start it again");
        await cluster.Postgres.CrashAsync();
        Kills++;
        await cluster.Postgres.StartAgainAsync();
    }

    private Task RestartServerAsync()
    {
        report("restart PostgreSQL");
        return cluster.Postgres.RestartAsync();
    }

    private Task CutAnswersAsync()
    {
        var count = Random.Shared.Next(1, 8);
        report($"cut {count} connections between commit and answer");
        cluster.Cutter.CutAnswers(count);
        return Task.CompletedTask;
    }

    private async Task<IReadOnlyList<int>> BackendsAsync()
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(
                new NpgsqlConnectionStringBuilder(cluster.Postgres.SuperuserConnectionString) { Pooling = false });
            await using var command = source.CreateCommand(ChaosSql.Read("backends"));
            await using var reader = await command.ExecuteReaderAsync();
            var backends = new List<int>();
            while (await reader.ReadAsync())
                backends.Add(reader.GetInt32(0));
            return backends;
        }
        // It may be recovering from the fault before.
        catch (NpgsqlException)
        {
            return [];
        }
    }

    private static T Pick<T>(IReadOnlyList<T> among) => among[Random.Shared.Next(among.Count)];
}

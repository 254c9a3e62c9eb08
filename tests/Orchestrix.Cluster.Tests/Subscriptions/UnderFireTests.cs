using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Subscriptions;

/// <summary>Silos as processes of their own that are killed, and whose sessions are.</summary>
public abstract class UnderFireTests : IAsyncDisposable
{
    private readonly List<SubscriberProcess> _silos = [];

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var silo in _silos)
            await silo.DisposeAsync();
    }

    private protected abstract SubscriberProcess Start(string connectionString);

    private protected void Join(TestDatabase database) => _silos.Add(Start(database.ApplicationConnectionString));

    /// <summary>Kills a silo with SIGKILL and starts another one.</summary>
    private protected void Replace(int number, TestDatabase database)
    {
        _silos[number].KillAtOnce();
        _silos[number] = Start(database.ApplicationConnectionString);
    }

    /// <summary>Kills some of the silos' sessions, whatever they are doing: appends, readers, listeners.</summary>
    private protected static async Task KillBackendsAsync(TestDatabase database)
    {
        // A role may end its own sessions.
        await using var command = database.Application.CreateCommand(
            """
            select pg_terminate_backend(pid)
            from pg_stat_activity
            where datname = current_database() and application_name like 'orchestrix%' and random() < 0.4
            """);
        await command.ExecuteNonQueryAsync();
    }

    private protected static Task<long> HeadAsync(TestDatabase database) => database.ScalarAsync<long>(
        "select coalesce(max(position), 0) from orchestrix.events where shard = 0");

    private protected Task UntilAsync(TestDatabase database, string condition) => Until.TrueAsync(async () =>
    {
        Assert.All(_silos, static silo => Assert.False(silo.HasExited, "A silo ended by itself."));
        return await database.ScalarAsync<bool>(condition);
    });
}

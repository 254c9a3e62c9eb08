using Npgsql;
using Orchestrix.PostgreSQL.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Projections;

/// <summary>
/// Holds a rebuild still, by a trigger on its checkpoint, before it passes a position: what a process that hangs or is
/// killed there has written is what is there.
/// </summary>
public sealed class RebuildGate : IAsyncDisposable
{
    private readonly NpgsqlConnection _holder;
    private readonly TestDatabase _database;

    private RebuildGate(TestDatabase database, NpgsqlConnection holder) => (_database, _holder) = (database, holder);

    public static async Task<RebuildGate> CloseAsync(TestDatabase database, string projection, long beyond)
    {
        ArgumentNullException.ThrowIfNull(database);
        await database.ExecuteAsync($"""
            create function public.gate() returns trigger language plpgsql as $$
            begin
                perform pg_advisory_xact_lock_shared(4711);
                return new;
            end $$;
            create trigger gate before update on orchestrix.checkpoints
            for each row when (new.subscription = 'projection:{projection}@2' and new.position > {beyond})
            execute function public.gate();
            """);
        var holder = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.OwnerConnectionString) { Pooling = false }.ConnectionString);
        await holder.OpenAsync();
        await using var command = new NpgsqlCommand("select pg_advisory_lock(4711)", holder);
        await command.ExecuteNonQueryAsync();
        return new RebuildGate(database, holder);
    }

    /// <summary>Until somebody waits at the gate.</summary>
    public Task ReachedAsync() => Until.TrueAsync(() => _database.ScalarAsync<bool>(
        "select exists (select from pg_locks where locktype = 'advisory' and objid = 4711 and not granted)"));

    public async Task OpenAsync()
    {
        await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", _holder);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _holder.DisposeAsync();
}

using Npgsql;
using Orchestrix.PostgreSQL.Tests.EventStore;
using Orchestrix.PostgreSQL.Tests.Projections;

namespace Orchestrix.PostgreSQL.Tests.Migrations;

/// <summary>What docs/operating/security.md says about advisory locks, done.</summary>
public sealed class AdvisoryLockTests(PostgresFixture fixture) : StoreTests(fixture)
{
    private const string Begin = "do $$";
    private const string End = "$$;";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Taken_from_others_they_still_serve_seals_migrations_and_read_models()
    {
        await using var bench = new ProjectionBench(await CreateDatabaseAsync(), Tallies.Registry);
        var connection = new NpgsqlConnectionStringBuilder(Fixture.Server.SuperuserConnectionString)
        {
            Database = bench.Database.Name,
            Pooling = false,
        };
        await using var superuser = NpgsqlDataSource.Create(connection);
        const string lockAsReader = "set local role orchestrix_reader; select pg_try_advisory_xact_lock_shared(1, 2)";
        // Without them any role may: the reason for it all.
        await ExecuteAsync(superuser, lockAsReader);

        await ExecuteAsync(superuser, await DocumentedAsync());

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(superuser, lockAsReader));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        await TestDatabase.MigrateAsync(bench.Database.OwnerConnectionString);
        await bench.AppendAsync("account/a", new Tallies.Booked(3));
        await ExecuteAsync(bench.Source, "select orchestrix.seal_log(0::smallint, 4096)");
        await bench.RunAsync(new Tallies());
        Assert.Equal(1L, await bench.Database.ScalarAsync<long>("select count(*) from orchestrix_projections.tallies"));
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private static async Task<string> DocumentedAsync()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Orleans.sln")))
            root = root.Parent!;
        var text = await File.ReadAllTextAsync(Path.Combine(root.FullName, "docs", "operating", "security.md"), Stop);
        var start = text.IndexOf(Begin, StringComparison.Ordinal);
        return text[start..(text.IndexOf(End, start + Begin.Length, StringComparison.Ordinal) + End.Length)];
    }
}

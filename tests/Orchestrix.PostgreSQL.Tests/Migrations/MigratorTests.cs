using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.PostgreSQL.Tests.Migrations;

public sealed class MigratorTests(PostgresFixture postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_hosts_starting_at_once_migrate_once()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        var hosts = Enumerable.Range(0, 10)
            .Select(_ => NpgsqlDataSource.Create(database.OwnerConnectionString)).ToArray();

        var results = await Task.WhenAll(hosts.Select(host => Create(host).MigrateAsync(Cancelled)));

        foreach (var host in hosts)
            await host.DisposeAsync();
        Assert.All(results, status => Assert.Empty(status.Pending));
        var rows = await database.ScalarAsync<long>("select count(*) from orchestrix.schema_history");
        Assert.Equal(results[0].Applied.Count, rows);
        Assert.Single(results.Select(status => status.Applied[0].AppliedAt).Distinct());
    }

    [Fact]
    public async Task An_empty_database_is_all_pending_and_is_refused_with_the_command_to_run()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        var migrator = Create(database.Application);

        var status = await migrator.StatusAsync(Cancelled);
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => migrator.VerifyAsync(Cancelled));

        Assert.Equal(0, status.CurrentVersion);
        Assert.Equal("0001_event_log.sql", status.Pending[0].Name);
        Assert.Equal(ErrorCodes.SchemaMismatch, error.Code);
        Assert.Contains(
            $"at version 0, this program needs {status.Pending.Count}: run `orchestrix migrate`", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_application_verifies_and_finds_nothing_to_migrate()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var migrator = Create(database.Application);

        await migrator.VerifyAsync(Cancelled);
        var status = await migrator.MigrateAsync(Cancelled);

        Assert.Empty(status.Pending);
        Assert.All(status.Applied, migration => Assert.Equal("orchestrix_owner", migration.AppliedBy));
    }

    [Fact]
    public async Task The_application_may_not_migrate_and_is_told_who_may()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();

        var error = await Assert.ThrowsAsync<EventStoreUnavailableException>(
            () => Create(database.Application).MigrateAsync(Cancelled));

        Assert.Equal(ErrorCodes.StoreAccessDenied, error.Code);
        Assert.Contains("orchestrix_app", error.Message, StringComparison.Ordinal);
        Assert.Contains("orchestrix migrate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_migration_file_is_named()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync("update orchestrix.schema_history set checksum = 'other' where version = 2");

        var migrator = Create(database.Owner);
        Func<Task>[] calls = [() => migrator.VerifyAsync(Cancelled), () => migrator.MigrateAsync(Cancelled)];
        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAsync<ConfigurationException>(call);
            Assert.Equal(ErrorCodes.SchemaMismatch, error.Code);
            Assert.Contains("0002_orleans.sql was changed", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_schema_newer_than_the_program_is_refused()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(
            "insert into orchestrix.schema_history (version, name, checksum) values (99, '0099_later.sql', '')");

        var migrator = Create(database.Owner);
        Func<Task>[] calls = [() => migrator.VerifyAsync(Cancelled), () => migrator.MigrateAsync(Cancelled)];
        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAsync<ConfigurationException>(call);
            Assert.Equal(ErrorCodes.SchemaMismatch, error.Code);
            Assert.Contains("version 99, newer than this program", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_gap_in_the_history_is_refused()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync("delete from orchestrix.schema_history where version = 1");

        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => Create(database.Owner).MigrateAsync(Cancelled));

        Assert.Equal(ErrorCodes.SchemaMismatch, error.Code);
        Assert.Contains("has version 2 but not 1 (0001_event_log.sql)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_credentials_are_reported_without_the_password()
    {
        var builder = new NpgsqlConnectionStringBuilder(postgres.Server.OwnerConnectionString) { Password = "hunter2" };
        await using var dataSource = NpgsqlDataSource.Create(builder);

        var error = await Assert.ThrowsAsync<EventStoreUnavailableException>(
            () => Create(dataSource).VerifyAsync(Cancelled));

        Assert.Equal(ErrorCodes.StoreAccessDenied, error.Code);
        Assert.Contains("orchestrix_owner", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_database_is_named()
    {
        await using var dataSource = NpgsqlDataSource.Create(postgres.Server.OwnerConnectionStringFor("nowhere"));

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Create(dataSource).MigrateAsync(Cancelled));

        Assert.Contains("no database nowhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_server_is_unavailable()
    {
        await using var dataSource = NpgsqlDataSource.Create(
            "Host=127.0.0.1;Port=1;Username=a;Password=hunter2;Database=b");

        var error = await Assert.ThrowsAsync<EventStoreUnavailableException>(
            () => Create(dataSource).MigrateAsync(Cancelled));

        Assert.Equal(ErrorCodes.StoreUnavailable, error.Code);
        Assert.Contains("127.0.0.1:1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_application_role_is_created_without_login_and_with_its_name_quoted()
    {
        var role = $"app \"{Guid.NewGuid():n}\"";
        await using var one = await postgres.CreateEmptyDatabaseAsync();
        await using var other = await postgres.CreateEmptyDatabaseAsync();

        await Task.WhenAll(
            Create(one.Owner, role).MigrateAsync(Cancelled), Create(other.Owner, role).MigrateAsync(Cancelled));

        var login = await one.ScalarAsync<bool>($"select rolcanlogin from pg_roles where rolname = '{role}'");
        Assert.False(login);
        Assert.True(
            await one.ScalarAsync<bool>($"select has_table_privilege('{role}', 'public.orleansstorage', 'insert')"));
    }

    [Theory]
    [InlineData("create table public.mine (id int)")]
    [InlineData("create table orchestrix.mine (id int)")]
    [InlineData("create temporary table mine (id int)")]
    [InlineData("create schema mine")]
    [InlineData("drop table public.orleansstorage")]
    [InlineData("alter table public.orleansstorage add column mine int")]
    [InlineData("truncate public.orleansstorage")]
    [InlineData("delete from public.orleansquery")]
    [InlineData("delete from orchestrix.schema_history")]
    public async Task The_application_may_not_change_the_schema(string sql)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var command = database.Application.CreateCommand(sql);

        var error = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancelled));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task Another_host_that_never_finishes_is_waited_for_and_then_reported()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var connection = await database.Owner.OpenConnectionAsync(Cancelled);
        await using var transaction = await connection.BeginTransactionAsync(Cancelled);
        await using var holder = new NpgsqlCommand("select pg_advisory_xact_lock(8030590385584829554)", connection);
        await holder.ExecuteNonQueryAsync(Cancelled);
        var options = new MigratorOptions { LockTimeout = TimeSpan.FromMilliseconds(100) };
        var migrator = new Migrator(database.Owner, options, NullLogger<Migrator>.Instance, TimeProvider.System);

        var error = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => migrator.MigrateAsync(Cancelled));

        Assert.Equal(ErrorCodes.StoreUnavailable, error.Code);
    }

    private static Migrator Create(NpgsqlDataSource dataSource, string role = "orchestrix_app") =>
        new(
            dataSource, new MigratorOptions { ApplicationRole = role }, NullLogger<Migrator>.Instance,
            TimeProvider.System);
}

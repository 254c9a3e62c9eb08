using Npgsql;
using Orchestrix.PostgreSQL.Local;

namespace Orchestrix.PostgreSQL.Tests.Local;

/// <summary>Only this class sets the variables: the tests of one class run one after another.</summary>
public sealed class ProvisionedPostgresTests : IDisposable
{
    private const string Named = "Host=named.invalid;Username=app";

    private readonly TemporaryDirectory _directory = new();
    private readonly string? _application = Get(ProvisionedPostgres.ConnectionStringVariable);
    private readonly string? _owner = Get(ProvisionedPostgres.OwnerConnectionStringVariable);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_the_environment_names_comes_before_installed_programs()
    {
        SetEnvironment(Named, null);

        await using var postgres = await StartOrConnectAsync();

        Assert.Equal((Named, Named), (postgres.ApplicationConnectionString, postgres.OwnerConnectionString));
        Assert.Null(postgres.Local);
        Assert.False(Directory.Exists(_directory.Path));
    }

    [Fact]
    public async Task Without_a_name_installed_programs_serve()
    {
        SetEnvironment(" ", Named);

        await using var postgres = await StartOrConnectAsync();

        Assert.Equal(postgres.Local!.OwnerConnectionString, postgres.OwnerConnectionString);
        Assert.True(postgres.Local.IsRunning);
    }

    [Fact]
    public async Task An_adopted_server_serves_both_roles_keeps_its_data_and_is_stopped_with_the_result()
    {
        var server = await StartAsync();
        var first = await ProvisionedPostgres.AdoptAsync(
            server, server.SuperuserConnectionString, "adopted", Cancelled);
        await ScalarAsync(first.OwnerConnectionString, "create table kept as select 42 as answer");
        var second = await ProvisionedPostgres.AdoptAsync(
            server, server.SuperuserConnectionString, "adopted", Cancelled);

        Assert.Equal(42, await ScalarAsync(second.OwnerConnectionString, "select answer from kept"));
        Assert.Equal(
            "adopted orchestrix_app",
            await ScalarAsync(second.ApplicationConnectionString, "select current_database() || ' ' || current_user"));
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => ScalarAsync(second.ApplicationConnectionString, "create table forbidden ()"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Equal(server.ToString(), second.ToString());

        await second.DisposeAsync();
        Assert.False(server.IsRunning);
    }

    [Fact]
    public async Task A_server_that_cannot_be_adopted_is_stopped()
    {
        var server = await StartAsync();
        var wrong = new NpgsqlConnectionStringBuilder(server.SuperuserConnectionString) { Password = "wrong" };

        await Assert.ThrowsAsync<PostgresException>(
            () => ProvisionedPostgres.AdoptAsync(server, wrong.ConnectionString, cancellationToken: Cancelled));

        Assert.False(server.IsRunning);
    }

    public void Dispose()
    {
        SetEnvironment(_application, _owner);
        _directory.Dispose();
    }

    private static string? Get(string name) => Environment.GetEnvironmentVariable(name);

    private static void SetEnvironment(string? application, string? owner)
    {
        Environment.SetEnvironmentVariable(ProvisionedPostgres.ConnectionStringVariable, application);
        Environment.SetEnvironmentVariable(ProvisionedPostgres.OwnerConnectionStringVariable, owner);
    }

    private LocalPostgresOptions Options() => new() { DataDirectory = _directory.Path };

    private Task<LocalPostgres> StartAsync() => LocalPostgres.StartAsync(Options(), Cancelled);

    private Task<ProvisionedPostgres> StartOrConnectAsync() =>
        ProvisionedPostgres.StartOrConnectAsync(Options(), Cancelled);

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancelled);
    }
}

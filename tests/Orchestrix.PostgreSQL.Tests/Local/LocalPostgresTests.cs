using System.Diagnostics;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Local;

namespace Orchestrix.PostgreSQL.Tests.Local;

public sealed class LocalPostgresTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_start_on_the_same_directory_keeps_the_data()
    {
        await using (var first = await StartAsync())
            await ExecuteAsync(first.OwnerConnectionString, "create table kept as select 42 as answer");

        await using var second = await StartAsync();

        Assert.Equal(42, await ScalarAsync<int>(second.OwnerConnectionString, "select answer from kept"));
    }

    [Fact]
    public async Task A_crashed_server_starts_again_from_its_stale_pid_file()
    {
        await using var server = await StartAsync();
        await ExecuteAsync(server.OwnerConnectionString, "create table kept as select 42 as answer");
        var crashed = server.ProcessId;

        await server.CrashAsync(Cancelled);
        Assert.True(File.Exists(Path.Combine(server.DataDirectory, "postmaster.pid")));
        Assert.False(server.IsRunning);
        await server.StartAgainAsync(Cancelled);

        Assert.NotEqual(crashed, server.ProcessId);
        Assert.Equal(42, await ScalarAsync<int>(server.OwnerConnectionString, "select answer from kept"));
    }

    [Fact]
    public async Task A_pid_file_whose_id_belongs_to_another_program_is_no_obstacle()
    {
        await using var server = await StartAsync();
        await server.CrashAsync(Cancelled);
        var file = Path.Combine(server.DataDirectory, "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(file, Cancelled);
        lines[0] = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(file, lines, Cancelled);

        await server.StartAgainAsync(Cancelled);

        Assert.True(server.IsRunning);
    }

    [Fact]
    public async Task A_restart_keeps_the_port()
    {
        await using var server = await StartAsync();
        var (port, process) = (server.Port, server.ProcessId);

        await server.RestartAsync(Cancelled);

        Assert.Equal(port, server.Port);
        Assert.NotEqual(process, server.ProcessId);
        Assert.Equal(1, await ScalarAsync<int>(server.ApplicationConnectionString, "select 1"));
    }

    [Fact]
    public async Task Stopping_leaves_no_process_behind()
    {
        var server = await StartAsync();
        Assert.True(ProcessesOf(server.DataDirectory).Length > 1);

        await server.DisposeAsync();

        Assert.False(server.IsRunning);
        Assert.Empty(ProcessesOf(server.DataDirectory));
    }

    [Fact]
    public async Task A_server_dies_with_a_parent_that_is_killed()
    {
        // Only Linux tells a child of its parent's death.
        if (!OperatingSystem.IsLinux())
            return;

        using var parent = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            Environment = { [ParentProgram.Variable] = _directory.Path },
            RedirectStandardOutput = true,
        })!;
        var line = await parent.StandardOutput.ReadLineAsync(Cancelled);
        Assert.StartsWith(ParentProgram.Started, line, StringComparison.Ordinal);
        Assert.NotEmpty(ProcessesOf(_directory.Path));

        parent.Kill();

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (ProcessesOf(_directory.Path).Length > 0)
            await timer.WaitForNextTickAsync(deadline.Token);
    }

    [Fact]
    public async Task A_directory_in_use_names_the_process_that_uses_it()
    {
        await using var server = await StartAsync();

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => StartAsync());

        Assert.Contains($"process {server.ProcessId}", error.Message, StringComparison.Ordinal);
        Assert.True(server.IsRunning);
    }

    [Fact]
    public async Task Missing_binaries_say_what_to_install()
    {
        var options = new LocalPostgresOptions { DataDirectory = _directory.Path, BinDirectory = Path.GetTempPath() };

        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => LocalPostgres.StartAsync(options, Cancelled));

        Assert.Contains("apt-get install postgresql", error.Message, StringComparison.Ordinal);
        Assert.Contains("brew install", error.Message, StringComparison.Ordinal);
        Assert.Contains("ORCHESTRIX_POSTGRES", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fsync", "off")]
    [InlineData("full_page_writes", "false")]
    [InlineData("Synchronous_Commit", "OF")]
    [InlineData("port", "5432")]
    public async Task Settings_that_lose_data_or_the_server_are_refused(string name, string value)
    {
        var options = new LocalPostgresOptions { DataDirectory = _directory.Path, Settings = { [name] = value } };

        await Assert.ThrowsAsync<ConfigurationException>(() => LocalPostgres.StartAsync(options, Cancelled));
    }

    [Fact]
    public async Task A_wrong_setting_is_reported_with_the_words_of_the_server()
    {
        var options = new LocalPostgresOptions { DataDirectory = _directory.Path };
        options.Settings["work_mem"] = "a lot";

        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => LocalPostgres.StartAsync(options, Cancelled));

        Assert.Contains("work_mem", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cluster_is_durable_checks_its_pages_and_takes_settings()
    {
        var options = new LocalPostgresOptions { DataDirectory = _directory.Path };
        options.Settings["application_name"] = "it's";
        await using var server = await LocalPostgres.StartAsync(options, Cancelled);

        foreach (var setting in (string[])["fsync", "full_page_writes", "synchronous_commit", "data_checksums"])
            Assert.Equal("on", await ScalarAsync<string>(server.OwnerConnectionString, $"show {setting}"));
        Assert.Equal("it's", await ScalarAsync<string>(server.OwnerConnectionString, "show application_name"));
        Assert.Equal("127.0.0.1", await ScalarAsync<string>(server.OwnerConnectionString, "show listen_addresses"));
    }

    [Fact]
    public async Task No_password_is_shown_and_the_file_with_them_is_closed()
    {
        await using var server = await StartAsync();
        var password = new NpgsqlConnectionStringBuilder(server.OwnerConnectionString).Password!;

        Assert.DoesNotContain(password, server.ToString(), StringComparison.Ordinal);
        var file = Path.Combine(server.DataDirectory, "orchestrix.credentials");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_directory_that_the_server_may_not_enter_is_replaced_by_a_stable_one()
    {
        // Only root runs the server as another user.
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return;

        Directory.CreateDirectory(
            _directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var options = new LocalPostgresOptions { DataDirectory = Path.Combine(_directory.Path, "postgres") };
        await using var first = await LocalPostgres.StartAsync(options, Cancelled);
        await first.StopAsync(Cancelled);
        await using var second = await LocalPostgres.StartAsync(options, Cancelled);

        Assert.StartsWith(Path.GetTempPath(), first.DataDirectory, StringComparison.Ordinal);
        Assert.DoesNotContain(_directory.Path, first.DataDirectory, StringComparison.Ordinal);
        Assert.Equal(first.DataDirectory, second.DataDirectory);
        await second.StopAsync(Cancelled);
        Directory.Delete(second.DataDirectory, recursive: true);
    }

    public void Dispose() => _directory.Dispose();

    private Task<LocalPostgres> StartAsync() =>
        LocalPostgres.StartAsync(new LocalPostgresOptions { DataDirectory = _directory.Path }, Cancelled);

    // A server works in its data directory, and so do all its children.
    private static int[] ProcessesOf(string dataDirectory) =>
        Directory.EnumerateDirectories("/proc")
            .Where(directory => WorksIn(directory, dataDirectory))
            .Select(directory => int.TryParse(Path.GetFileName(directory), out var id) ? id : 0)
            .Where(id => id > 0)
            .ToArray();

    private static bool WorksIn(string process, string directory)
    {
        try
        {
            return File.ResolveLinkTarget($"{process}/cwd", returnFinalTarget: false)?.FullName == directory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task ExecuteAsync(string connectionString, string sql) =>
        await ScalarAsync<object?>(connectionString, sql);

    private static async Task<T> ScalarAsync<T>(string connectionString, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Cancelled))!;
    }
}

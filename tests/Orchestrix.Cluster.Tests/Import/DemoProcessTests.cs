using System.Diagnostics;
using System.Text.Json;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;
using static Orchestrix.Cluster.Tests.Import.TransactionText;

namespace Orchestrix.Cluster.Tests.Import;

/// <summary>The real thing: <c>bank demo</c> with PostgreSQL, silo and API as processes.</summary>
public sealed class DemoProcessTests : IDisposable
{
    private const string Project = "Bank.Cli";

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_directory.Path, "postgres");

    [Fact]
    public async Task An_import_into_the_demo_is_verified_and_a_second_run_finds_only_duplicates()
    {
        var file = await WriteAsync(Gzip(Generate(accounts: 12, rowsPerAccount: 10)));

        var first = await RunAsync("--import", file);
        var second = await RunAsync("--import", file);

        Assert.Equal((12, 120, 0, 0), Numbers(first));
        Assert.Equal((12, 120, 0, 120), Numbers(second));
        Assert.True(first.GetProperty("seconds").GetDouble() > 0);
        Assert.True(first.GetProperty("commands_per_second").GetDouble() > 0);
        await NoProcessIsLeftAsync();
    }

    [Fact]
    public async Task A_malformed_file_stops_the_demo_with_its_line_and_no_process_is_left()
    {
        var file = await WriteAsync(System.Text.Encoding.UTF8.GetBytes(Header + Row + "1,7,today\r\n"));

        var (code, output, errors) = await CommandLineProgram.RunAsync(Project, Arguments("--import", file), NoServer);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("Line 3, column kind", errors, StringComparison.Ordinal);
        Assert.Contains("1 transactions of 1 accounts were taken", errors, StringComparison.Ordinal);
        await NoProcessIsLeftAsync();
    }

    [Fact]
    public async Task The_demo_runs_until_it_is_asked_to_stop_and_leaves_no_process()
    {
        using var demo = CommandLineProgram.Start(Project, Arguments(), NoServer);
        await UntilOpenAsync(demo);
        await AssertConnectionFileServesAsync();

        using var signal = Process.Start("kill", ["-TERM", $"{demo.Id}"]);
        var errors = await demo.StandardError.ReadToEndAsync(Cancelled);
        await demo.WaitForExitAsync(Cancelled);

        Assert.Equal((0, ""), (demo.ExitCode, errors));
        Assert.False(File.Exists(ConnectionFile));
        await NoProcessIsLeftAsync();
    }

    [Fact]
    public async Task A_demo_that_is_killed_takes_its_processes_along()
    {
        // Only Linux tells a child of its parent's death.
        if (!OperatingSystem.IsLinux())
            return;
        using var demo = CommandLineProgram.Start(Project, Arguments(), NoServer);
        await UntilOpenAsync(demo);
        Assert.NotEmpty(Processes());

        demo.Kill();

        await NoProcessIsLeftAsync();
    }

    public void Dispose() => _directory.Dispose();

    private string ConnectionFile => Data + ".connection";

    private async Task AssertConnectionFileServesAsync()
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ConnectionFile));
        var (code, output, errors) = await CommandLineProgram.RunAsync(
            "Orchestrix.Cli", ["events", "account/demo-1", "--connection-file", ConnectionFile], NoServer);
        Assert.True(code == 0, errors);
        Assert.Contains("account.opened", output, StringComparison.Ordinal);
    }

    // A server named by the machine would be used instead of the private one.
    private static (string, string?)[] NoServer => [("ORCHESTRIX_POSTGRES", null), ("ORCHESTRIX_POSTGRES_OWNER", null)];

    private static (int, int, int, int) Numbers(JsonElement json) => (
        json.GetProperty("accounts").GetInt32(), json.GetProperty("transactions").GetInt32(),
        json.GetProperty("mismatches").GetInt32(), json.GetProperty("duplicates").GetInt32());

    private static async Task UntilOpenAsync(Process demo)
    {
        string? line;
        do
        {
            line = await demo.StandardOutput.ReadLineAsync(Cancelled);
            Assert.True(line is not null, "The demo ended early.");
        }
        while (!line.Contains("Ctrl-C", StringComparison.Ordinal));
    }

    private string[] Arguments(params string[] more) =>
        ["demo", "--data-directory", Data, "--log-directory", Path.Combine(_directory.Path, "logs"), .. more];

    private async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var (code, output, errors) = await CommandLineProgram.RunAsync(Project, Arguments(arguments), NoServer);
        Assert.True(code == 0, errors);
        return JsonElement.Parse(output.TrimEnd().Split('\n')[^1]);
    }

    private async Task<string> WriteAsync(byte[] content)
    {
        Directory.CreateDirectory(_directory.Path);
        var path = Path.Combine(_directory.Path, "transactions");
        await File.WriteAllBytesAsync(path, content, Cancelled);
        return path;
    }

    private Task NoProcessIsLeftAsync() => Until.TrueAsync(() => Task.FromResult(Processes().Length == 0));

    /// <summary>Server, silo and API.</summary>
    private string[] Processes() => ProcessesOf.Folder(_directory.Path);
}

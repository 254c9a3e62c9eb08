using System.Text.Json;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Commands;

/// <summary><c>orchestrix export</c> and <c>orchestrix import</c> as processes, on real databases and files.</summary>
public sealed class ExportImportTests(PostgresFixture fixture) : LogCommandTests(fixture)
{
    [Theory]
    [InlineData("log.ndjson")]
    [InlineData("log.ndjson.gz")]
    public async Task A_log_goes_through_a_file_into_another_database_unchanged(string name)
    {
        var (from, to) = (await CreateBankAsync(deposits: 20), await CreateDatabaseAsync());
        var file = PathOf(name);

        var exported = await RunAsync(from, "export", "--output", file, "--json");
        var summary = JsonElement.Parse(exported.Output);
        var digest = summary.GetProperty("sha256").GetString()!;
        Assert.Equal((0, 21, 1, 21, true), (
            exported.Code, Number(summary, "events"), Number(summary, "from"), Number(summary, "to"),
            summary.GetProperty("importable").GetBoolean()));
        Assert.Equal(0, (await RunAsync(to, "import", file, "--dry-run", "--json")).Code);

        var imported = await RunAsync(to, "import", file, "--sha256", digest, "--json");

        var result = JsonElement.Parse(imported.Output);
        Assert.Equal((0, 21, 21, 1, digest, false), (
            imported.Code, Number(result, "events"), Number(result, "commits"), Number(result, "streams"),
            result.GetProperty("sha256").GetString(), result.GetProperty("dry_run").GetBoolean()));
        var again = await RunAsync(to, "export");
        Assert.Equal((await RunAsync(from, "export")).Output, again.Output);
        Assert.Contains("Exported 21 events, positions 1 to 21", again.Errors, StringComparison.Ordinal);
        Assert.Contains(digest, again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_exists_is_kept_unless_it_may_be_replaced()
    {
        var database = await CreateBankAsync(deposits: 1);
        var file = PathOf("log.ndjson");
        await File.WriteAllTextAsync(file, "mine", Cancelled);

        var (code, _, errors) = await RunAsync(database, "export", "-o", file);

        Assert.Equal((1, $"orchestrix: {file} exists; --force replaces it.\n"), (code, errors));
        Assert.Equal("mine", await File.ReadAllTextAsync(file, Cancelled));
        Assert.Equal(0, (await RunAsync(database, "export", "-o", file, "--force")).Code);
        Assert.Equal(2, (await File.ReadAllLinesAsync(file, Cancelled)).Length);
        Assert.Equal([file], Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_export_without_a_word()
    {
        // More than a pipe and the buffers hold.
        var database = await CreateDatabaseAsync();
        for (var count = 0; count < 8; count++)
            await AppendAsync(database, "test/large", "test.large", $"\"{new string('x', 500_000)}\"");

        using var process = Start(database, "export");
        var errors = process.StandardError.ReadToEndAsync(Cancelled);
        Assert.StartsWith("""{"specversion":"1.0",""", await process.StandardOutput.ReadLineAsync(Cancelled),
            StringComparison.Ordinal);
        process.StandardOutput.Close();
        await process.WaitForExitAsync(Cancelled);

        Assert.Equal((141, ""), (process.ExitCode, await errors));
    }

    [Fact]
    public async Task An_interrupted_export_leaves_no_file()
    {
        var database = await CreateBankAsync(deposits: 1);
        await using var locked = await LockLogAsync(database);
        using var process = Start(database, "export", "-o", PathOf("log.ndjson.gz"));

        Assert.Equal((130, "", "orchestrix: interrupted.\n"), await InterruptAsync(database, process));
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task An_interrupted_import_leaves_an_empty_store()
    {
        var (from, to) = (await CreateBankAsync(deposits: 1), await CreateDatabaseAsync());
        var file = PathOf("log.ndjson");
        await RunAsync(from, "export", "-o", file);
        await using (await LockLogAsync(to))
        {
            using var process = Start(to, "import", file);
            Assert.Equal((130, "", "orchestrix: interrupted.\n"), await InterruptAsync(to, process));
        }
        Assert.Equal(0L, await to.ScalarAsync<long>("select count(*) from orchestrix.events"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_told_in_one_line()
    {
        var (from, to) = (await CreateBankAsync(deposits: 5), await CreateDatabaseAsync());
        var (plain, gzip) = (PathOf("log.ndjson"), PathOf("log.ndjson.gz"));
        await RunAsync(from, "export", "-o", plain);
        await RunAsync(from, "export", "-o", gzip);
        var lines = await File.ReadAllLinesAsync(plain, Cancelled);

        await File.WriteAllTextAsync(plain, string.Join('\n', lines), Cancelled);
        await RefusedAsync(plain, "Line 6: the file ends within this line");
        await File.WriteAllLinesAsync(plain, [lines[0], lines[2]], Cancelled);
        await RefusedAsync(plain, "Line 2: position is 3, expected 2");
        var compressed = await File.ReadAllBytesAsync(gzip, Cancelled);
        await File.WriteAllBytesAsync(gzip, compressed[..^9], Cancelled);
        await RefusedAsync(gzip, "the compressed data is damaged or ends early");
        await RefusedAsync(PathOf("none"), "There is no file");
        await RefusedAsync(Folder, "is a directory");
        Assert.Equal(0L, await to.ScalarAsync<long>("select count(*) from orchestrix.events"));

        async Task RefusedAsync(string file, string message)
        {
            var (code, output, errors) = await RunAsync(to, "import", file);
            Assert.Equal((1, ""), (code, output));
            Assert.StartsWith("orchestrix: ", errors, StringComparison.Ordinal);
            Assert.Contains(message, errors, StringComparison.Ordinal);
            Assert.Single(errors.TrimEnd().Split('\n'));
        }
    }

    [Theory]
    [InlineData("--from", "0")]
    [InlineData("--from", "x")]
    [InlineData("--to", "3")]
    [InlineData("--from", "4")]
    public async Task A_position_that_the_log_has_not_is_refused(string option, string value)
    {
        var database = await CreateBankAsync(deposits: 1);
        var (code, output, errors) = await RunAsync(database, "export", option, value);
        Assert.Equal((1, ""), (code, output));
        Assert.NotEmpty(errors);
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}

using System.Text.Json;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Commands;

/// <summary><c>orchestrix state</c> and <c>orchestrix events</c> as processes.</summary>
public sealed class InspectTests(PostgresFixture fixture) : LogCommandTests(fixture)
{
    private static readonly string Bank = Path.Combine(AppContext.BaseDirectory, "Bank.dll");
    private static readonly string Tests = Path.Combine(AppContext.BaseDirectory, "Orchestrix.Cluster.Tests.dll");

    [Fact]
    public async Task The_state_is_told_at_the_end_at_a_version_and_at_a_time()
    {
        var database = await CreateBankAsync(deposits: 5);
        await database.ExecuteAsync("alter table orchestrix.events disable trigger user");
        await database.ExecuteAsync("""
            update orchestrix.events
            set recorded_at = timestamptz '2026-01-01T00:00:00Z' + version * interval '1 minute'
            """);

        await StateIsAsync(7.5m, 6);
        await StateIsAsync(3m, 3, "--version", "3");
        await StateIsAsync(3m, 3, "--at", "2026-01-01T00:03:00Z");
        await StateIsAsync(3m, 3, "--at", "2026-01-01T01:03:59.999999+01:00");

        async Task StateIsAsync(decimal balance, int version, params string[] options)
        {
            var (code, output, errors) = await RunAsync(
                database, ["state", "account/ada", "--assembly", Bank, .. options]);
            Assert.True(code == 0, errors);
            var state = JsonElement.Parse(output);
            Assert.Equal((balance, version, "open", "Ada"), (
                state.GetProperty("balance").GetProperty("amount").GetDecimal(),
                state.GetProperty("version").GetInt32(),
                state.GetProperty("status").GetString(), state.GetProperty("owner").GetString()));
            Assert.Equal($"account/ada at version {version} of 6, position {version}, "
                + $"recorded 2026-01-01T00:0{version}:00.000000Z\n", errors);
        }
    }

    [Fact]
    public async Task A_host_s_assembly_and_a_journaled_grain_with_odd_registrations_do_as_well()
    {
        var database = await CreateBankAsync(deposits: 1);
        await AppendAsync(database, "tally/odd", "tally.added", """{"amount":7}""");
        await AppendAsync(database, "tally/odd", "tally.nameless", "{}");

        var tally = await RunAsync(database, "state", "tally/odd", "--assembly", Tests);
        var account = await RunAsync(database, "state", "account/ada", "--assembly", Tests);

        Assert.Equal((0, "{\n  \"total\": 1007\n}\n"), (tally.Code, tally.Output));
        Assert.Equal((0, 1.5m), (account.Code,
            JsonElement.Parse(account.Output).GetProperty("balance").GetProperty("amount").GetDecimal()));
    }

    [Fact]
    public async Task What_is_not_there_is_told_in_one_line()
    {
        var database = await CreateBankAsync(deposits: 1);
        await AppendAsync(database, "account/odd", "account.unheard-of", "{}");

        await RefusedAsync("There is no stream account/eve.", "state", "account/eve", "--assembly", Bank);
        await RefusedAsync("Bank.dll has no aggregate with [GrainType(\"tally\")]. "
            + "It has: account, partner-payment, standing-order.",
            "state", "tally/x", "--assembly", Bank);
        await RefusedAsync("account/ada is at version 2; there is no version 3 yet.",
            "state", "account/ada", "--assembly", Bank, "--version", "3");
        await RefusedAsync("account/ada began later",
            "state", "account/ada", "--assembly", Bank, "--at", "2025-12-31T00:00:00Z");
        await RefusedAsync("account.unheard-of v1 at version 1 of stream account/odd",
            "state", "account/odd", "--assembly", Bank);
        await RefusedAsync("There is no assembly", "state", "account/ada", "--assembly", "none.dll");
        await RefusedAsync("is not a .NET assembly",
            "state", "account/ada", "--assembly", Path.Combine(AppContext.BaseDirectory, "Bank.xml"));
        await RefusedAsync("There is no stream account/eve.", "events", "account/eve");
        await RefusedAsync("there is no version 3 yet", "events", "account/ada", "--from", "3");

        async Task RefusedAsync(string message, params string[] arguments)
        {
            var (code, output, errors) = await RunAsync(database, arguments);
            Assert.Equal((1, ""), (code, output));
            Assert.StartsWith("orchestrix: ", errors, StringComparison.Ordinal);
            Assert.Contains(message, errors, StringComparison.Ordinal);
            Assert.Single(errors.TrimEnd().Split('\n'));
        }
    }

    [Theory]
    [InlineData("state", "nokey", "--assembly", "x.dll")]
    [InlineData("state", "a/b", "--assembly", "x.dll", "--version", "0")]
    [InlineData("state", "a/b", "--assembly", "x.dll", "--at", "2026-01-01")]
    [InlineData("state", "a/b", "--assembly", "x.dll", "--at", "2026-01-01T00:00:00Z", "--version", "1")]
    [InlineData("state", "a/b")]
    [InlineData("events", "a/b", "--limit", "0")]
    public async Task Wrong_arguments_are_refused_before_anything_is_opened(params string[] arguments)
    {
        var (code, output, errors) = await RunAsync(null, arguments);
        Assert.Equal(1, code);
        Assert.DoesNotContain("connection", output + errors, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Events_are_listed_in_a_table_or_as_the_lines_of_an_export()
    {
        var database = await CreateBankAsync(deposits: 4);

        var table = await RunAsync(database, "events", "account/ada", "--limit", "3");
        var newest = await RunAsync(database, "events", "account/ada", "--newest", "--limit", "2", "--json");
        var export = await RunAsync(database, "export", "--from", "4");

        var lines = table.Output.TrimEnd().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Matches(@"^Version +Position +Recorded at \(UTC\) +Type +Command +Data$", lines[0]);
        Assert.Matches(
            @"^ +3 +3  \d{4}-\d\d-\d\d [\d:.]{15}  account\.money-deposited  command-\w+  \{.*1\.50.*\}$", lines[4]);
        Assert.Equal("3 events of 5. More: orchestrix events account/ada --from 4\n", table.Errors);
        Assert.Equal(export.Output.TrimEnd().Split('\n').Reverse(), newest.Output.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_reading_command_cannot_write_even_as_the_owner()
    {
        var database = await CreateBankAsync(deposits: 1);
        await database.ExecuteAsync("""
            create function orchestrix.spy() returns bigint language plpgsql volatile as
                $$ begin create table orchestrix.spied (); return 0; end $$;
            alter table orchestrix.events rename to kept;
            create view orchestrix.events as select k.* from orchestrix.kept k where orchestrix.spy() = 0
            """);

        var file = PathOf("connection");
        await SecretText.WriteAsync(file, database.OwnerConnectionString);

        var (code, _, errors) = await RunAsync(database, "export", "--connection-file", file);

        Assert.Equal((3, true), (code, errors.Contains("read-only", StringComparison.Ordinal)));
        Assert.False(await database.ScalarAsync<bool>(
            "select exists (select from pg_class where relname = 'spied')"));
    }
}

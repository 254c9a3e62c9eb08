using System.Text;
using Bank.Cli.Import;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Replies;
using Orchestrix.Cluster.Tests.Grains;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Tests;
using static Orchestrix.Cluster.Tests.Import.TransactionText;

namespace Orchestrix.Cluster.Tests.Import;

/// <summary>Imports into a silo in this process. Each test has accounts of its own, by their prefix.</summary>
public sealed class ImportTests(SiloFixture fixture) : IClassFixture<SiloFixture>, IDisposable
{
    private static readonly RetrySchedule Quick =
        new() { MaxAttempts = 3, InitialDelay = TimeSpan.FromMilliseconds(1) };

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_account_holds_the_recorded_balance_and_a_second_run_finds_only_duplicates()
    {
        var content = Gzip(Generate(accounts: 20, rowsPerAccount: 30, "whole"));

        var first = await ImportAsync(content);
        var second = await ImportAsync(content);

        Assert.True(first.IsClean && second.IsClean);
        Assert.Equal((20, 600, 0, 0), Numbers(first.Summary));
        Assert.Equal((20, 600, 0, 600), Numbers(second.Summary));
        Assert.Equal(31, (await AccountAsync("cz-whole7"))!.Version);
    }

    [Fact]
    public async Task Rows_keep_their_order_and_their_booking_details()
    {
        await ImportAsync(Encoding.UTF8.GetBytes(Generate(accounts: 1, rowsPerAccount: 6, "order")));

        var statement = await fixture.Silo.Account("cz-order0").GetStatementAsync(1, 100, Cancelled);

        Assert.Equal("Account order0", statement!.Owner);
        Assert.Equal(
            [StatementEntryKind.Withdrawal, StatementEntryKind.Deposit, StatementEntryKind.Interest],
            statement.Entries.Take(3).Select(entry => entry.Kind));
        Assert.Equal(Enumerable.Range(0, 6).Select(day => (DateOnly?)new DateOnly(1993, 1, 1).AddDays(day)),
            statement.Entries.Select(entry => entry.Booking!.BookedOn));
        Assert.Equal(("transfer-in", "YZ", "6245"), Details(statement.Entries[1].Booking!));
    }

    [Fact]
    public async Task An_import_of_a_truncated_file_is_resumed_with_the_whole_one()
    {
        var text = Generate(accounts: 10, rowsPerAccount: 200, "cut");
        var whole = Gzip(text);
        var error = await Assert.ThrowsAsync<ImportFileException>(() => ImportAsync(whole[..(whole.Length / 2)]));
        Assert.InRange(error.Line, 2, 2000);

        var result = await ImportAsync(whole);

        Assert.Equal((10, 2000, 0, error.Line - 2), Numbers(result.Summary));
    }

    [Fact]
    public async Task Everything_before_a_malformed_line_is_taken_and_nothing_after_it()
    {
        var lines = Generate(accounts: 2, rowsPerAccount: 3, "bad").Split("\r\n");
        lines[3] = lines[3].Replace("credit", "gift", StringComparison.Ordinal);

        var error = await Assert.ThrowsAsync<ImportFileException>(
            () => ImportAsync(Encoding.UTF8.GetBytes(string.Join("\r\n", lines))));

        Assert.Equal((4, "kind"), (error.Line, error.Column));
        Assert.Equal(2, (await AccountAsync("cz-bad0"))!.Version);
        Assert.Equal(2, (await AccountAsync("cz-bad1"))!.Version);
    }

    [Fact]
    public async Task A_refused_transaction_is_reported_and_stops_its_account_only()
    {
        var content = Encoding.UTF8.GetBytes(Generate(accounts: 3, rowsPerAccount: 3, "frozen"));
        await TransactionCommands.OpenAsync(fixture.Silo.Account("cz-frozen1"), "frozen1");
        await fixture.Silo.Account("cz-frozen1").FreezeAsync(new Freeze("asked by a court"));

        var result = await ImportAsync(content);

        var refused = Assert.Single(result.Refused);
        Assert.Equal((3, "cz-frozen1", AccountRefusals.Frozen), (refused.Line, refused.AccountId, refused.Code));
        Assert.Equal("cz-frozen1", Assert.Single(result.Mismatches).AccountId);
        Assert.Equal((3, 6, 1, 0), Numbers(result.Summary));
        Assert.False(result.IsClean);
    }

    [Fact]
    public async Task A_transaction_id_with_another_content_is_reported_with_its_code()
    {
        var text = Generate(accounts: 1, rowsPerAccount: 2, "reused");
        await ImportAsync(Encoding.UTF8.GetBytes(text));

        text = text.Replace("100.10,", "100.20,", StringComparison.Ordinal);
        var result = await ImportAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal((2, ErrorCodes.CommandIdReused), (result.Refused[0].Line, result.Refused[0].Code));
    }

    [Fact]
    public async Task A_balance_that_differs_by_more_than_the_tolerance_is_a_mismatch()
    {
        var text = Generate(accounts: 3, rowsPerAccount: 1, "off");
        text = text.Replace("off1,1993-01-01,debit,cash-withdrawal,100.10,-100.10",
            "off1,1993-01-01,debit,cash-withdrawal,100.10,-101.11", StringComparison.Ordinal);
        text = text.Replace("off2,1993-01-01,debit,cash-withdrawal,100.10,-100.10",
            "off2,1993-01-01,debit,cash-withdrawal,100.10,-101.10", StringComparison.Ordinal);

        var result = await ImportAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal([new BalanceMismatch("cz-off1", -101.11m, -100.10m)], result.Mismatches);
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_and_the_transaction_taken_once()
    {
        await ImportAsync(Encoding.UTF8.GetBytes(Generate(accounts: 1, rowsPerAccount: 1, "lost")));
        fixture.Silo.Store.LoseNextAnswer = true;

        var result = await ImportAsync(Encoding.UTF8.GetBytes(Generate(accounts: 1, rowsPerAccount: 3, "lost")));

        Assert.True(result.IsClean);
        Assert.Equal(4, (await AccountAsync("cz-lost0"))!.Version);
    }

    [Fact]
    public async Task A_conflict_is_no_refusal_and_the_transaction_is_sent_again()
    {
        var sender = new CommandSender(Quick, new ImportCounters(), TimeProvider.System);
        var attempts = 0;

        // As in the moment in which two activations of the account live.
        var answer = await sender.SendAsync(
            () => ++attempts == 1
                ? throw new ConcurrencyException(StreamId.For("account", "cz-1"), ExpectedVersion.Exactly(1), 2)
                : Task.FromResult("taken"),
            line: 2,
            Cancelled);

        Assert.Equal(("taken", 2), (answer, attempts));
    }

    [Fact]
    public async Task A_store_that_stays_away_stops_the_import_at_a_line_and_a_later_run_resumes()
    {
        var content = Encoding.UTF8.GetBytes(Generate(accounts: 1, rowsPerAccount: 5, "away"));
        fixture.Silo.Store.IsDown = true;
        try
        {
            var error = await Assert.ThrowsAsync<ImportStoppedException>(() => ImportAsync(content));
            Assert.Equal(2, error.Line);
            Assert.Contains("again to resume", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            fixture.Silo.Store.IsDown = false;
        }

        Assert.Equal((1, 5, 0, 0), Numbers((await ImportAsync(content)).Summary));
    }

    [Fact]
    public void The_pauses_between_attempts_grow_to_a_limit_and_differ()
    {
        var schedule = new RetrySchedule();

        Assert.All(Enumerable.Range(1, 100), _ => Assert.InRange(schedule.DelayAfter(3).TotalMilliseconds, 200, 400));
        Assert.All(Enumerable.Range(1, 100), _ => Assert.InRange(schedule.DelayAfter(60).TotalSeconds, 2.5, 5));
        Assert.True(Enumerable.Range(1, 100).Select(_ => schedule.DelayAfter(3)).Distinct().Count() > 50);
    }

    public void Dispose() => _directory.Dispose();

    private static (long Accounts, long Transactions, int? Mismatches, long Duplicates) Numbers(
        ImportSummary summary) =>
        (summary.Accounts, summary.Transactions, summary.Mismatches, summary.Duplicates);

    private static (string?, string?, string?) Details(BookingDetails booking) =>
        (booking.Operation, booking.PartnerBank, booking.PartnerAccount);

    private Task<AccountView?> AccountAsync(string id) => fixture.Silo.Account(id).GetAsync();

    private async Task<ImportResult> ImportAsync(byte[] content)
    {
        Directory.CreateDirectory(_directory.Path);
        var path = Path.Combine(_directory.Path, "file");
        await File.WriteAllBytesAsync(path, content, Cancelled);
        using var file = TransactionFile.Open(path);
        // Fewer lanes than accounts: some share one.
        var options = new ImportOptions { Concurrency = 4, RowsPerLane = 8, Retry = Quick };
        var run = new ImportRun(fixture.Silo.Grains, options, TimeProvider.System);
        return await run.RunAsync(file, verify: true, Cancelled);
    }
}

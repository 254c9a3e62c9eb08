using System.Text;
using Bank.Cli.Import;
using Orchestrix.PostgreSQL.Tests;
using static Orchestrix.Cluster.Tests.Import.TransactionText;

namespace Orchestrix.Cluster.Tests.Import;

public sealed class TransactionFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_is_read_plain_or_compressed_whatever_its_name(bool compressed)
    {
        var text = Header + Row + "\"2\",7,1994-03-31,debit,transfer-out,\"1.5\",-20.50,\"A \"\"B\"\", C\",62457513\n";

        var rows = await ReadAsync(compressed ? Gzip(text) : Encoding.UTF8.GetBytes(text));

        Assert.Equal(
            [
                new(
                    2, "695247", "2378", new(1993, 1, 1), TransactionKind.Credit, "cash-deposit", 700m, 700m,
                    null, null),
                new(
                    3, "2", "7", new(1994, 3, 31), TransactionKind.Debit, "transfer-out", 1.5m, -20.5m,
                    "A \"B\", C", "62457513"),
            ],
            rows);
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_header() =>
        Assert.Single(await ReadAsync([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Header + Row)]));

    [Fact]
    public async Task A_header_alone_is_a_file_without_transactions() =>
        Assert.Empty(await ReadAsync(Encoding.UTF8.GetBytes(Header)));

    [Theory]
    [InlineData("transaction_id,account_id\r\n", "date")]
    [InlineData("transaction_id;account_id;date;kind;operation;amount\n", "transaction_id")]
    [InlineData("account_id,transaction_id,date,kind,operation,amount\n", "transaction_id")]
    [InlineData(
        "transaction_id,account_id,date,kind,operation,amount,balance,partner_bank,partner_account,note\n", null)]
    [InlineData(Row, "transaction_id")]
    public async Task A_wrong_header_is_told_with_the_expected_one(string header, string? column)
    {
        var error = await FailsAsync(header);

        Assert.Equal((1, column), (error.Line, error.Column));
        Assert.Contains(Header.Trim(), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,7,1993-01-01,credit,cash-deposit,1.00\r\n", "balance", "missing")]
    [InlineData("\r\n", "account_id", "missing")]
    [InlineData("1,7,1993-01-01,credit,cash-deposit,1.00,1.00,,,\r\n", null, "found 10")]
    [InlineData(",7,1993-01-01,credit,cash-deposit,1.00,1.00,,\r\n", "transaction_id", "letters")]
    [InlineData("1,7 8,1993-01-01,credit,cash-deposit,1.00,1.00,,\r\n", "account_id", "letters")]
    [InlineData("1,7,1993-02-29,credit,cash-deposit,1.00,1.00,,\r\n", "date", "yyyy-MM-dd")]
    [InlineData("1,7,01.02.1993,credit,cash-deposit,1.00,1.00,,\r\n", "date", "yyyy-MM-dd")]
    [InlineData("1,7,1993-01-01,Credit,cash-deposit,1.00,1.00,,\r\n", "kind", "credit or debit")]
    [InlineData("1,7,1993-01-01,debit,interest,1.00,1.00,,\r\n", "kind", "interest")]
    [InlineData("1,7,1993-01-01,credit,,1.00,1.00,,\r\n", "operation", "cash-deposit")]
    [InlineData("1,7,1993-01-01,credit,cash-deposit,0.00,1.00,,\r\n", "amount", "above 0")]
    [InlineData("1,7,1993-01-01,credit,cash-deposit,-1.00,1.00,,\r\n", "amount", "above 0")]
    [InlineData("1,7,1993-01-01,credit,cash-deposit,1.001,1.00,,\r\n", "amount", "decimals")]
    [InlineData("1,7,1993-01-01,credit,cash-deposit,\"1,00\",1.00,,\r\n", "amount", "point")]
    [InlineData("1,7,1993-01-01,credit,cash-deposit,1e3,1.00,,\r\n", "amount", "point")]
    [InlineData("1,7,1993-01-01,credit,cash-deposit,1000000000000.01,1.00,,\r\n", "amount", "1000000000000")]
    [InlineData("1,7,1993-01-01,credit,cash-deposit,1.00,,,\r\n", "balance", "number")]
    [InlineData("1,7,1993-01-01,credit,cash-deposit,1.00,1.00,A\u0001,\r\n", "partner_bank", "printable")]
    [InlineData("1,7,1993-01-01,credit,cash-deposit,1.00,1.00,\"A,\r\n", "partner_bank", "not closed")]
    [InlineData("1,7,1993-01-01,credit,cash-deposit,1.00,1.00,A\"B,\r\n", "partner_bank", "inside")]
    public async Task A_malformed_line_is_told_with_its_number_its_column_and_what_was_expected(
        string line, string? column, string expected)
    {
        var error = await FailsAsync(Header + Row + line + Row);

        Assert.Equal((3, column), (error.Line, error.Column));
        Assert.StartsWith("Line 3", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_end_is_not_read_into_memory()
    {
        var error = await FailsAsync(Header + Row + new string('7', 100_000));

        Assert.Equal(3, error.Line);
        Assert.Contains($"{LineReader.MaxLineBytes}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_text_is_told_with_its_line()
    {
        byte[] content = [.. Encoding.UTF8.GetBytes(Header + Row), 0xc3, 0x28, .. Encoding.UTF8.GetBytes(Row)];

        var error = await Assert.ThrowsAsync<ImportFileException>(() => ReadAsync(content));

        Assert.Equal(3, error.Line);
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_cut_anywhere_in_its_last_line_is_told_from_a_whole_one()
    {
        var text = Header + Row + Row;
        for (var length = Header.Length + Row.Length + 1; length < text.Length; length++)
        {
            var error = await FailsAsync(text[..length]);

            // Without the LF alone nothing of the content is missing, but that cannot be known.
            Assert.Equal((3, true), (error.Line, error.Column is not null));
        }
    }

    [Fact]
    public async Task A_compressed_file_cut_anywhere_is_told_from_a_whole_one()
    {
        var whole = Gzip(Generate(accounts: 3, rowsPerAccount: 4));
        for (var length = 2; length < whole.Length; length++)
        {
            var error = await Assert.ThrowsAsync<ImportFileException>(() => ReadAsync(whole[..length]));

            Assert.InRange(error.Line, 1, 14);
            Assert.Contains("gzip", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(12, (await ReadAsync(whole)).Count);
    }

    [Fact]
    public async Task A_damaged_compressed_file_is_told()
    {
        var content = Gzip(Generate(accounts: 3, rowsPerAccount: 40));
        content[content.Length / 2] ^= 0xff;

        await Assert.ThrowsAsync<ImportFileException>(() => ReadAsync(content));
    }

    [Fact]
    public void A_missing_an_empty_and_no_file_are_told_apart()
    {
        Directory.CreateDirectory(_directory.Path);
        var empty = Path.Combine(_directory.Path, "empty.csv");
        File.WriteAllBytes(empty, []);

        Assert.Contains("There is no file", Fails(Path.Combine(_directory.Path, "none.csv")), StringComparison.Ordinal);
        Assert.Contains("is empty", Fails(empty), StringComparison.Ordinal);
        Assert.Contains("is a directory", Fails(_directory.Path), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static string Fails(string path) =>
        Assert.Throws<ImportFileException>(() => TransactionFile.Open(path)).Message;

    private Task<ImportFileException> FailsAsync(string text) =>
        Assert.ThrowsAsync<ImportFileException>(() => ReadAsync(Encoding.UTF8.GetBytes(text)));

    private async Task<List<TransactionRow>> ReadAsync(byte[] content)
    {
        Directory.CreateDirectory(_directory.Path);
        var path = Path.Combine(_directory.Path, "file");
        await File.WriteAllBytesAsync(path, content, Cancelled);
        using var file = TransactionFile.Open(path);
        var rows = new List<TransactionRow>();
        await foreach (var row in file.ReadAsync(Cancelled))
            rows.Add(row);
        return rows;
    }
}

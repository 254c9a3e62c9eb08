using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Orchestrix.Cluster.Tests.Import;

/// <summary>Files of transactions, made up.</summary>
internal static class TransactionText
{
    public const string Header =
        "transaction_id,account_id,date,kind,operation,amount,balance,partner_bank,partner_account\r\n";

    public const string Row = "695247,2378,1993-01-01,credit,cash-deposit,700.00,700.00,,\r\n";

    /// <summary>
    /// Accounts with rows in turn, as a bank writes them: by date. Recorded balances follow from the amounts.
    /// </summary>
    public static string Generate(int accounts, int rowsPerAccount, string prefix = "a")
    {
        var text = new StringBuilder(Header);
        var balances = new decimal[accounts];
        for (var row = 0; row < rowsPerAccount; row++)
        {
            for (var account = 0; account < accounts; account++)
                AppendRow(text, $"{prefix}{account}", row, ref balances[account]);
        }
        return text.ToString();
    }

    public static byte[] Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return buffer.ToArray();
    }

    private static void AppendRow(StringBuilder text, string account, int row, ref decimal balance)
    {
        // The first withdrawal takes the account below zero: the origin allowed that.
        var (kind, operation, amount) = (row % 3) switch
        {
            0 => ("debit", "cash-withdrawal", 100.10m),
            1 => ("credit", "transfer-in", 300.25m + row),
            _ => ("credit", "interest", 0.15m),
        };
        balance += kind == "credit" ? amount : -amount;
        var day = new DateOnly(1993, 1, 1).AddDays(row);
        text.Append(CultureInfo.InvariantCulture,
            $"{account}-{row},{account},{day:yyyy-MM-dd},{kind},{operation},{amount},{balance},YZ,6245\r\n");
    }
}

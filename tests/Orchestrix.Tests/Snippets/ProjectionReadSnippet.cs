using Orchestrix.Projections;

namespace Orchestrix.Tests.Snippets;

internal static class ProjectionReadSnippet
{
    // snippet: projection-read
    public static async Task<decimal> BalanceOfAsync(
        IProjectionReader<OwnerBalance> reader, string owner, long position)
    {
        var (rows, validFor) = await reader.AtLeast(position).QueryAsync(
            new ProjectionQuery<OwnerBalance>().Where(row => row.Owner == owner).OrderByDescending(row => row.Balance));
        Console.WriteLine($"{rows.Count} accounts at position {validFor}");
        return rows.Sum(row => row.Balance);
    }
    // end-snippet
}

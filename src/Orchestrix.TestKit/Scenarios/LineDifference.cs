using System.Text;

namespace Orchestrix.TestKit.Scenarios;

/// <summary>What two lists of lines have in common and what not, line by line.</summary>
internal static class LineDifference
{
    /// <summary>
    /// Null if the lists are equal; else all lines, those that are missing after a minus, the surplus after a plus.
    /// </summary>
    public static string? Between(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        if (expected.SequenceEqual(actual, StringComparer.Ordinal))
            return null;
        var common = LongestCommon(expected, actual);
        var text = new StringBuilder();
        var (left, right) = (0, 0);
        while (left < expected.Count || right < actual.Count)
        {
            if (left < expected.Count && right < actual.Count && expected[left] == actual[right])
            {
                Append("  ", expected[left++]);
                right++;
            }
            else if (left < expected.Count
                && (right == actual.Count || common[left + 1, right] >= common[left, right + 1]))
            {
                Append("- ", expected[left++]);
            }
            else
            {
                Append("+ ", actual[right++]);
            }
        }
        return text.Append(Environment.NewLine).Append("(- expected, + happened)").ToString();

        void Append(string mark, string line) => text.Append(Environment.NewLine).Append(mark).Append(line);
    }

    public static string Listing(IEnumerable<string> lines) =>
        string.Concat(lines.Select(static line => $"{Environment.NewLine}  {line}"));

    /// <summary>The length of the longest common subsequence from each pair of places on.</summary>
    private static int[,] LongestCommon(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        var length = new int[expected.Count + 1, actual.Count + 1];
        for (var left = expected.Count - 1; left >= 0; left--)
        {
            for (var right = actual.Count - 1; right >= 0; right--)
            {
                length[left, right] = expected[left] == actual[right]
                    ? length[left + 1, right + 1] + 1
                    : Math.Max(length[left + 1, right], length[left, right + 1]);
            }
        }
        return length;
    }
}

using System.Text;
using Orchestrix.Readiness;
using Spectre.Console;

namespace Orchestrix.Cli.Readiness;

/// <summary>
/// A run as people read it: a line for each check, grouped; what failed with why and how to mend it. Fits in 80
/// columns; colours come with a terminal only.
/// </summary>
internal static class ReadinessText
{
    private const int Columns = 80;
    private const int NameColumn = 10;
    private const int EvidenceColumn = 36;

    /// <summary>Writes it.</summary>
    public static void Write(ReadinessReport report, IAnsiConsole console)
    {
        foreach (var group in report.Results.GroupBy(static result => result.Check.Group))
        {
            console.WriteLine(group.Key, new Style(decoration: Decoration.Bold));
            foreach (var result in group)
                Write(result, console);
            console.WriteLine();
        }
        console.WriteLine(
            $"{ReadinessReport.Lower(report.Profile)}: {report.Count(CheckOutcome.Passed)} passed, "
            + $"{report.Count(CheckOutcome.Failed)} failed, {report.Count(CheckOutcome.Waived)} waived, "
            + $"{report.Count(CheckOutcome.Unknown)} unknown, {report.Count(CheckOutcome.NotApplicable)} not asked for",
            report.IsReady ? Color.Green : Color.Red);
    }

    private static void Write(CheckResult result, IAnsiConsole console)
    {
        var (word, color) = result.Outcome switch
        {
            CheckOutcome.Passed => ("ok", Color.Green),
            CheckOutcome.Failed => ("FAILED", Color.Red),
            CheckOutcome.Waived => ("waived", Color.Yellow),
            CheckOutcome.Unknown => ("unknown", Color.Yellow),
            _ => ("-", Color.Grey),
        };
        var name = result.Check.Id[(result.Check.Group.Length + 1)..];
        var lines = Wrap(result.Evidence, Columns - EvidenceColumn);
        console.Write($"  {word.PadRight(NameColumn - 2)}", color);
        console.WriteLine($"{name.PadRight(EvidenceColumn - NameColumn - 1)} {lines[0]}");
        foreach (var line in lines.Skip(1))
            console.WriteLine(new string(' ', EvidenceColumn) + line);
        if (result.Outcome != CheckOutcome.Failed)
            return;
        var check = result.Check;
        foreach (var line in Wrap($"{ReadinessReport.Lower(check.Severity)}: {check.Why}", Columns - NameColumn))
            console.WriteLine(new string(' ', NameColumn) + line);
        foreach (var line in Wrap($"mend: {check.Mend}", Columns - NameColumn))
            console.WriteLine(new string(' ', NameColumn) + line);
        console.WriteLine(new string(' ', NameColumn) + check.Link, Color.Grey);
    }

    /// <summary>Breaks between words; a word that is longer than a line is cut.</summary>
    internal static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
                End();
            if (line.Length > 0)
                line.Append(' ');
            line.Append(word);
            while (line.Length > width)
            {
                lines.Add(line.ToString(0, width));
                line.Remove(0, width);
            }
        }
        End();
        return lines;

        void End()
        {
            lines.Add(line.ToString());
            line.Clear();
        }
    }
}

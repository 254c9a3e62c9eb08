using Spectre.Console;

namespace Orchestrix.Cli.Output;

/// <summary>
/// A list for people: a table where its lines fit, and else a block for each row, because ids and numbers are copied
/// and must stay in one piece. What goes to a file or another program is a table of any width.
/// </summary>
/// <param name="columns">Their headings; the first names a row.</param>
internal sealed class Listing(params IReadOnlyList<string> columns)
{
    // A table puts a frame and a space on each side of a cell.
    private const int Frame = 3;

    private readonly List<string[]> _rows = [];
    private readonly HashSet<string> _numbers = [];

    /// <summary>Columns whose cells stand on the right.</summary>
    public Listing Numbers(params IEnumerable<string> headings)
    {
        _numbers.UnionWith(headings);
        return this;
    }

    /// <summary>Adds a row, with a cell for each column.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes to standard output.</summary>
    public void Write() => Write(Console.Out, Console.IsOutputRedirected ? null : AnsiConsole.Profile.Width);

    /// <param name="output">Where to.</param>
    /// <param name="width">Of the terminal; null if it is none.</param>
    public void Write(TextWriter output, int? width)
    {
        var natural = columns.Select((heading, column) => Width(heading, column) + Frame).Sum() + 1;
        if (natural <= (width ?? int.MaxValue))
            WriteTable(output, natural);
        else
            WriteBlocks(output);
    }

    private int Width(string heading, int column) => _rows
        .SelectMany(row => row[column].Split('\n')).Append(heading).Max(static line => line.GetCellWidth());

    private void WriteTable(TextWriter output, int width)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var heading in columns)
        {
            var column = new TableColumn(new Text(heading)).NoWrap();
            table.AddColumn(_numbers.Contains(heading) ? column.RightAligned() : column);
        }
        foreach (var row in _rows)
            table.AddRow(row.Select(static cell => new Text(cell)));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        console.Write(table);
    }

    private void WriteBlocks(TextWriter output)
    {
        var labels = columns.Skip(1).Max(static heading => heading.Length);
        var next = $"{Environment.NewLine}  {new string(' ', labels)}  ";
        foreach (var row in _rows)
        {
            output.WriteLine(row[0]);
            foreach (var (label, cell) in columns.Zip(row).Skip(1).Where(static pair => pair.Second.Length > 0))
            {
                var lines = cell.Replace("\n", next, StringComparison.Ordinal);
                output.WriteLine($"  {label.PadRight(labels)}  {lines}");
            }
        }
    }
}

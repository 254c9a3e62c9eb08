using Orchestrix.Cli.Output;

namespace Orchestrix.Cluster.Tests.Commands;

/// <summary>Lists of the command line on terminals of any width.</summary>
public sealed class ListingTests
{
    private const string Saga = "transfer/6b0c53c1-59e4-4a5e-9e0a-0d8f5a1f3c77";
    private const string Failure =
        "bank.refused: The partner bank has refused the credit because the account is closed.";

    [Fact]
    public void It_is_a_table_where_its_lines_fit()
    {
        string[] expected =
        [
            "╭────┬─────────╮",
            "│ Id │ Outcome │",
            "├────┼─────────┤",
            "│  7 │ changed │",
            "│ 12 │ settled │",
            "╰────┴─────────╯",
        ];
        var list = new Listing("Id", "Outcome").Numbers("Id");
        list.Add("7", "changed");
        list.Add("12", "settled");

        Assert.Equal(expected, Lines(list, expected[0].Length));
    }

    [Fact]
    public void It_is_a_block_for_each_row_where_they_do_not_fit_by_one_character()
    {
        var list = new Listing("Id", "Outcome");
        list.Add("7", "changed");
        list.Add("12", "");

        Assert.Equal(["7", "  Outcome  changed", "12"], Lines(list, "│ 12 │ changed │".Length - 1));
    }

    [Fact]
    public void Ids_stay_in_one_piece_on_a_narrow_terminal_and_everything_does_elsewhere()
    {
        var list = new Listing("Saga", "Status", "Reason");
        list.Add(Saga, "parked", Failure);

        Assert.Equal([Saga, "  Status  parked", $"  Reason  {Failure}"], Lines(list, 80));
        Assert.Contains($"│ {Saga} │ parked │ {Failure} │", Lines(list, width: null));
    }

    [Fact]
    public void Cells_have_lines_of_their_own_and_no_markup()
    {
        var list = new Listing("At", "Text");
        list.Add("12:00", "[red]one[/]\nthe second");

        var lines = Lines(list, 80);

        Assert.Contains("│ 12:00 │ [red]one[/] │", lines);
        Assert.Contains("│       │ the second  │", lines);
        Assert.Equal(["12:00", "  Text  [red]one[/]", "        the second"], Lines(list, 20));
    }

    private static string[] Lines(Listing list, int? width)
    {
        using var output = new StringWriter();
        list.Write(output, width);
        return output.ToString().TrimEnd().Split(Environment.NewLine);
    }
}

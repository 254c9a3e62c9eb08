using System.Globalization;
using System.Text.Json;
using Orchestrix.Cli.Output;
using Orchestrix.DeadLetters;
using Spectre.Console;

namespace Orchestrix.Cli.DeadLetters;

/// <summary>Writes dead letters to standard output: a table, or one line of JSON.</summary>
internal static class DeadLetterReport
{
    public static void Write(DeadLetterPage page, bool json)
    {
        if (json)
        {
            Print(new LetterPageJson([.. page.Letters.Select(Of)], page.NextBefore));
            return;
        }
        if (page.Letters.Count == 0)
        {
            Console.Out.WriteLine("There is no such dead letter.");
            return;
        }
        var list = new Listing("Id", "Kind", "Source", "Item", "State", "Reason", "Attempts", "Last failed at")
            .Numbers("Id", "Attempts");
        foreach (var letter in page.Letters)
        {
            list.Add(
                Number(letter.Id), Name(letter.Kind), letter.Source, letter.Item, Name(letter.State), letter.Reason,
                Number(letter.Attempts), Time(letter.LastFailedAt));
        }
        list.Write();
        if (page.NextBefore is { } next)
            Console.Out.WriteLine($"There are more: --before {Number(next)}");
    }

    public static void Write(DeadLetterDetails found, bool json)
    {
        if (json)
        {
            Print(new LetterDetailsJson(
                Of(found.Letter), found.Payload is { } text ? JsonElement.Parse(text) : null,
                [.. found.Acts.Select(static act => new ActJson(Name(act.Kind), act.Actor, act.Reason, act.At))]));
            return;
        }
        var letter = found.Letter;
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Dead letter", Number(letter.Id));
        Row(table, "Kind", Name(letter.Kind));
        Row(table, "Source", letter.Source);
        Row(table, "Item", letter.Item);
        Row(table, "State", Name(letter.State));
        Row(table, "Stream", $"{letter.Stream} {letter.Version}");
        Row(table, "Type", letter.MessageType ?? "");
        Row(table, "Reason", letter.Reason);
        Row(table, "Error", letter.Error);
        Row(table, "Attempts", Number(letter.Attempts));
        Row(table, "Failed", $"{Time(letter.FirstFailedAt)} to {Time(letter.LastFailedAt)}");
        Row(table, "Correlation", letter.CorrelationId ?? "");
        Row(table, "Payload", found.Payload ?? "");
        foreach (var act in found.Acts)
            Row(table, Name(act.Kind), $"{Time(act.At)} by {act.Actor}: {act.Reason}");
        AnsiConsole.Write(table);
    }

    public static void Write(IReadOnlyList<(long Id, DeadLetterOutcome Outcome)> outcomes, bool json)
    {
        if (json)
        {
            Print(new OutcomesJson([.. outcomes.Select(static each => new OutcomeJson(each.Id, Name(each.Outcome)))]));
            return;
        }
        var list = new Listing("Id", "Outcome").Numbers("Id");
        foreach (var (id, outcome) in outcomes)
            list.Add(Number(id), Name(outcome));
        list.Write();
    }

    private static LetterJson Of(DeadLetter letter) => new(
        letter.Id, Name(letter.Kind), letter.Source, letter.Item, Name(letter.State), letter.Reason, letter.Error,
        letter.Attempts, letter.FirstFailedAt, letter.LastFailedAt, letter.UpdatedAt, letter.Partition,
        letter.Position, letter.Stream?.Value, letter.Version, letter.MessageType, letter.CorrelationId);

    private static void Print<T>(T report) where T : notnull =>
        Console.Out.WriteLine(JsonSerializer.Serialize(report, typeof(T), DeadLetterJson.Default));

    private static void Row(Table table, params string[] cells) =>
        table.AddRow(cells.Select(static cell => new Text(cell)));

    private static string Name<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => at.ToString("u", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Json;
using Orchestrix.Cli.Output;
using Orchestrix.Sagas;
using Spectre.Console;

namespace Orchestrix.Cli.Sagas;

/// <summary>Writes sagas to standard output: tables, or one line of JSON.</summary>
internal static class SagaReport
{
    public static void Write(SagaPage page, bool json)
    {
        if (json)
        {
            Print(new SagaPageJson(
                [.. page.Sagas.Select(static saga => new SagaRowJson(
                    saga.Saga.Value, Name(saga.Status), saga.BegunAt, saga.DueAt, saga.ReasonCode, saga.ParkedAt,
                    saga.ParkedSince))],
                page.Next?.ToString()));
            return;
        }
        if (page.Sagas.Count == 0)
        {
            Console.Out.WriteLine("There is no such saga that has not ended.");
            return;
        }
        var list = new Listing("Saga", "Status", "Begun at", "Due at", "Reason", "Parked at", "Parked since");
        foreach (var saga in page.Sagas)
        {
            list.Add(
                saga.Saga.Value, Name(saga.Status), Time(saga.BegunAt), Time(saga.DueAt), saga.ReasonCode ?? "",
                saga.ParkedAt ?? "", Time(saga.ParkedSince));
        }
        list.Write();
        if (page.Next is { } next)
            Console.Out.WriteLine($"There are more: --after {next}");
    }

    public static void Write(SagaDetails found, bool json)
    {
        if (json)
        {
            Print(new SagaDetailsJson(Of(found.View), [.. found.Timeline.Select(Of)]));
            return;
        }
        Write(found.View, json);
        var moments = new Listing("At", "What", "Step", "Outcome", "Took", "Code", "Text", "Next at", "By");
        foreach (var moment in found.Timeline)
        {
            var what = moment.Attempt is { } attempt
                ? string.Create(CultureInfo.InvariantCulture, $"{Name(moment.Kind)} {attempt}")
                : Name(moment.Kind);
            moments.Add(
                Exact(moment.At), what, moment.Step ?? "", moment.Outcome ?? "", Took(moment), moment.Code ?? "",
                moment.Text ?? "", Time(moment.NextAt), moment.Actor ?? "");
        }
        moments.Write();
    }

    public static void Write(SagaView saga, bool json)
    {
        if (json)
        {
            Print(Of(saga));
            return;
        }
        var about = new Table().Border(TableBorder.Rounded)
            .AddColumns(new TableColumn("Saga").NoWrap(), new TableColumn(new Text(saga.Saga.Value)));
        Row(about, "Status", Name(saga.Status));
        Row(about, "Definition", string.Create(CultureInfo.InvariantCulture, $"version {saga.DefinitionVersion}"));
        Row(about, "Started", Time(saga.StartedAt));
        Row(about, "Ended", Time(saga.EndedAt));
        Row(about, "Reason", $"{saga.ReasonCode} {saga.Reason}".Trim());
        Row(about, "Parked at", saga.ParkedAt ?? "");
        Row(about, "Data", saga.DataJson ?? "");
        AnsiConsole.Write(about);
        var steps = new Listing(
            "Step", "Status", "Attempts", "May have taken effect", "Compensation", "Attempts", "Failure", "Due at");
        foreach (var step in saga.Steps)
        {
            steps.Add(
                step.Name, Name(step.Status), Number(step.Attempts), step.MayHaveTakenEffect ? "yes" : "no",
                Name(step.Compensation), Number(step.CompensationAttempts),
                $"{step.FailureCode} {step.FailureMessage}".Trim(), Time(step.DueAt));
        }
        steps.Write();
    }

    public static void Write(string messageId, SagaSignalStatus status, bool json)
    {
        if (json)
            Print(new SignalJson(messageId, Name(status)));
        else
            Console.Out.WriteLine($"Message {messageId}: {Name(status)}.");
    }

    private static SagaJson Of(SagaView saga) => new(
        saga.Saga.Value, Name(saga.Status), saga.DefinitionVersion, saga.Version, saga.StartedAt, saga.EndedAt,
        saga.IsCancelled, saga.ReasonCode, saga.Reason, saga.ParkedAt, [.. saga.Steps.Select(Of)], Json(saga.DataJson));

    private static StepJson Of(SagaStepView step) => new(
        step.Name, Name(step.Status), Name(step.Compensation), step.Attempts, step.CompensationAttempts, step.BegunAt,
        step.EndedAt, step.DueAt, step.FailureCode, step.FailureMessage, step.MayHaveTakenEffect,
        Json(step.ResultJson));

    private static MomentJson Of(SagaTimelineEntry moment) => new(
        moment.At, Name(moment.Kind), moment.Step, moment.Attempt, moment.Outcome,
        (moment.EndedAt - moment.At)?.TotalSeconds, moment.Code, moment.Text, moment.NextAt, moment.Actor);

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);

    private static void Print<T>(T report) where T : notnull =>
        Console.Out.WriteLine(JsonSerializer.Serialize(report, typeof(T), SagaReportJson.Default));

    private static void Row(Table table, params string[] cells) =>
        table.AddRow(cells.Select(static cell => new Text(cell)));

    private static string Took(SagaTimelineEntry moment) => moment.EndedAt is { } end
        ? string.Create(CultureInfo.InvariantCulture, $"{(end - moment.At).TotalSeconds:0.###} s")
        : "";

    private static string Name<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Exact(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset? at) => at?.ToString("u", CultureInfo.InvariantCulture) ?? "";
}

using System.Globalization;
using System.Text.Json;
using Orchestrix.Cli.Output;
using Orchestrix.Projections;
using Spectre.Console;

namespace Orchestrix.Cli.Projections;

/// <summary>Writes projections to standard output: a table, or one line of JSON.</summary>
internal static class ProjectionReport
{
    public static void Write(IReadOnlyList<ProjectionStatus> all, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new ProjectionsJson([.. all.Select(ProjectionJson.From)]),
                ProjectionJsonContext.Default.ProjectionsJson));
            return;
        }
        if (all.Count == 0)
        {
            Console.Out.WriteLine("No silo has run a projection yet.");
            return;
        }
        var list = new Listing("Projection", "Version", "State", "Position", "Behind", "Seconds")
            .Numbers("Version", "Position", "Behind", "Seconds");
        foreach (var one in all)
        {
            list.Add(
                one.Name, Number(one.Version), Name(one.State), Number(one.Position), Number(one.EventsBehind),
                Seconds(one.TimeBehind));
        }
        list.Write();
        foreach (var one in all)
            WriteRemarks(one);
    }

    public static void Write(ProjectionStatus one, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(
                ProjectionJson.From(one), ProjectionJsonContext.Default.ProjectionJson));
            return;
        }
        var table = new Table().Border(TableBorder.Rounded).AddColumns(
            new TableColumn("Projection").NoWrap(), new TableColumn(new Text(one.Name)));
        Row(table, "Version", Number(one.Version));
        Row(table, "State", Name(one.State));
        Row(table, "Position", $"{Number(one.Position)} of {Number(one.Head)}");
        if (one.EventsBehind > 0)
            Row(table, "Behind", $"{Number(one.EventsBehind)} events, {Seconds(one.TimeBehind)} s");
        Row(table, "Table", $"generation {Number(one.Generation)}");
        Row(table, "Owner", one.Owner);
        Row(table, "Failure", one.Failure);
        Row(table, "Parked streams", one.ParkedStreams > 0 ? Number(one.ParkedStreams) : null);
        foreach (var build in one.Builds)
        {
            Row(table, "Built beside it",
                $"generation {Number(build.Generation)}, version {Number(build.Version)}, at position "
                + Number(build.Position));
        }
        if (one.Rebuild is { } rebuild)
            Rows(table, rebuild);
        AnsiConsole.Write(table);
        if (one.Rebuild?.Comparison is { IsEqual: false } comparison)
            Write(comparison);
    }

    /// <summary>What a list has no column for: that it stands still, and a rebuild that is not over.</summary>
    private static void WriteRemarks(ProjectionStatus one)
    {
        if (one.Failure is { } failure)
            Console.Out.WriteLine($"{one.Name} stands still. {failure}");
        if (one.ParkedStreams > 0)
        {
            Console.Out.WriteLine(
                $"{one.Name}: {Number(one.ParkedStreams)} streams are parked; see `orchestrix dead-letters list "
                + $"--source projection:{one.Name}@{Number(one.Generation)}`.");
        }
        foreach (var build in one.Builds.Where(build => build.Version > one.Version))
        {
            Console.Out.WriteLine(
                $"{one.Name}: version {Number(build.Version)} is being built, at position {Number(build.Position)}.");
        }
        if (one.Rebuild is { State: not (RebuildState.Activated or RebuildState.Cancelled) } rebuild)
            Console.Out.WriteLine($"{one.Name}: rebuild {Progress(rebuild)}.");
    }

    /// <summary>How far a rebuild is, in a few words.</summary>
    public static string Progress(ProjectionRebuild rebuild) => rebuild.State switch
    {
        RebuildState.Requested => "requested; waits for a silo",
        RebuildState.Running when rebuild.Comparison is not null => "compared; becoming the active one",
        RebuildState.Running => string.Create(CultureInfo.InvariantCulture,
            $"running: {rebuild.Position} of {rebuild.Target} ({Percent(rebuild)} %), {rebuild.EventsPerSecond:F0}/s")
            + (rebuild.Remaining is { } left ? $", {Seconds(left)} s left" : ""),
        RebuildState.Built when rebuild.Comparison is { IsEqual: false } comparison =>
            $"built; {Number(comparison.DifferentRows)} rows differ",
        _ => Name(rebuild.State),
    };

    private static void Rows(Table table, ProjectionRebuild rebuild)
    {
        Row(table, "Rebuild", Progress(rebuild));
        Row(table, "Activate", Name(rebuild.Activation));
        Row(table, "Requested", $"{Time(rebuild.RequestedAt)} by {rebuild.RequestedBy}");
        if (rebuild.StartedAt is { } started)
            Row(table, "Started", $"{Time(started)} by {rebuild.Owner}");
        if (rebuild.FinishedAt is { } finished)
            Row(table, "Finished", Time(finished));
        else
            Row(table, "Heard of", Time(rebuild.UpdatedAt));
        if (rebuild.Comparison is { } comparison)
        {
            Row(table, "Comparison", comparison.IsEqual
                ? $"{Number(comparison.Rows)} rows are equal at position {Number(comparison.Position)}"
                : $"{Number(comparison.DifferentRows)} of {Number(comparison.Rows)} rows differ at position "
                    + Number(comparison.Position));
        }
        Row(table, "Reason", rebuild.Reason);
    }

    private static void Write(RebuildComparison comparison)
    {
        var list = new Listing("Key", "Difference");
        foreach (var difference in comparison.Differences)
        {
            list.Add(
                difference.Key,
                !difference.IsRunning ? "only in the rebuilt table"
                : !difference.IsRebuilt ? "only in the active table"
                : "another row");
        }
        list.Write();
        if (comparison.DifferentRows > comparison.Differences.Count)
        {
            Console.Out.WriteLine(
                $"{Number(comparison.DifferentRows - comparison.Differences.Count)} more keys differ.");
        }
    }

    private static void Row(Table table, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            table.AddRow(new Text(name), new Text(value));
    }

    private static long Percent(ProjectionRebuild rebuild) =>
        rebuild.Target > 0 ? Math.Min(100, 100 * rebuild.Position / rebuild.Target) : 0;

    private static string Name<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => at.ToString("u", CultureInfo.InvariantCulture);
}

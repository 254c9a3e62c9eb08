using System.CommandLine;
using Orchestrix.Cli.Connections;
using Orchestrix.PostgreSQL.Interchange;

namespace Orchestrix.Cli.Export;

/// <summary><c>orchestrix export</c>: writes the log as CloudEvents.</summary>
internal static class ExportCommand
{
    private const string Summary = "Write the log, or a part of it, as CloudEvents: one event per line.";

    private const string Help = $"""
        Each line is a CloudEvent in JSON (version 1.0, structured mode) and holds everything that the log keeps of the
        event. The end of the log is chosen when the export starts: what is appended later is not in it. Silos may run.
        An export of the whole log can be imported into an empty store with `orchestrix import`; a part of it is for
        reading.

        A file appears under its name only when it is whole, readable by its owner only, and compressed with gzip if
        the name ends in .gz. The summary goes to standard error; with --json it goes to standard output, unless the
        events do.

        {ReadOnlyConnection.Help}

        Examples
          orchestrix export --output bank.ndjson.gz
          orchestrix export --type account.opened --stream account/ | head
          orchestrix export --from 1001 --output since-1000.ndjson

        Exit codes: 0 done; 1 wrong option or setting, a position that the log has not, or the file cannot be written;
        3 the database does not answer or refuses the role; 130 interrupted; 141 the reader of the output closed it.
        """;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var from = Position("--from", "The first position. Default: 1.");
        var to = Position("--to", "The last position. Default: the end of the log.");
        var type = new Option<string[]>("--type")
        {
            HelpName = "name",
            Description = "Only events of this type; may be given several times.",
        };
        var stream = new Option<string?>("--stream")
        {
            HelpName = "prefix",
            Description = "Only streams whose id begins so: account/ for all accounts.",
        };
        var output = new Option<string>("--output", "-o")
        {
            HelpName = "file",
            Description = "The file to write; - is standard output.",
            DefaultValueFactory = static _ => ExportOutput.Dash,
        };
        var force = new Option<bool>("--force") { Description = "Replace the file if it exists." };
        var file = SharedOptions.ConnectionFile();
        var json = new Option<bool>("--json") { Description = "Print the summary as one line of JSON." };
        var command = new DetailedCommand("export", Summary, Help)
        {
            from, to, type, stream, output, force, file, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(to) is { } last && (result.GetValue(from) ?? 1) > last)
                result.AddError("--from lies behind --to.");
        });
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            var range = new ExportRange(
                result.GetValue(from) ?? 1, result.GetValue(to), result.GetValue(type), result.GetValue(stream));
            await using var source = ReadOnlyConnection.Find(
                result.GetValue(file), Environment.GetEnvironmentVariable);
            var session = new ExportSession(source, TimeProvider.System);
            return await session.RunAsync(
                range, result.GetRequiredValue(output), result.GetValue(force), result.GetValue(json),
                cancellationToken);
        }));
        return command;
    }

    private static Option<long?> Position(string name, string description) =>
        WholeNumber.Option(name, "position", 1, description);
}

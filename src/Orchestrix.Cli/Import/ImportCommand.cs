using System.CommandLine;
using System.Globalization;
using Npgsql;
using Orchestrix.Cli.Connections;
using Orchestrix.Cli.Output;
using Orchestrix.PostgreSQL.Interchange;

namespace Orchestrix.Cli.Import;

/// <summary><c>orchestrix import</c>: fills an empty store from an export.</summary>
internal static class ImportCommand
{
    private const string Summary = "Fill an empty store with an exported log.";

    private const string Help = """
        FILE is what `orchestrix export` wrote of a whole log, plain or compressed with gzip. Positions, versions, ids,
        times and the receipts of commands are kept: a command that was handled before the export is known after the
        import. The store must be empty and its schema up to date (`orchestrix migrate`).

        All of the file is imported in one transaction, or nothing. Every line is checked first: positions from 1
        without gaps, versions of each stream, whole commits, one command id once in a stream, times that do not go
        back, and the limits of the store. An error names its line. Appends of a silo that runs meanwhile wait, and go
        on behind the imported log; it is better to stop the silos.

        A file that was cut between two lines looks whole. Give --sha256 what the export printed, to be sure.

        The connection string is that of the role that owns the schema. It is read from the file of --connection-file,
        else from ORCHESTRIX_POSTGRES_OWNER, else from ConnectionStrings__OrchestrixOwner, or from
        the files that ORCHESTRIX_POSTGRES_OWNER_FILE or ConnectionStrings__OrchestrixOwnerFile name.

        Exit codes: 0 done; 1 wrong option or setting, or file or store are not fit, and nothing was written;
        3 the database does not answer or refuses the role; 130 interrupted, and nothing was written.
        """;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var path = new Argument<string>("FILE") { Description = "The file, plain or compressed with gzip." };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Check the file, and that the store is empty; write nothing.",
        };
        var sha256 = new Option<string?>("--sha256")
        {
            HelpName = "hex",
            Description = "Refuse the file unless its content, decompressed, has this SHA-256.",
        };
        var file = SharedOptions.ConnectionFile();
        var json = new Option<bool>("--json") { Description = "Print the summary as one line of JSON." };
        var command = new DetailedCommand("import", Summary, Help) { path, dryRun, sha256, file, json };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            await using var content = ImportFile.Open(result.GetRequiredValue(path));
            await using var source = OwnerConnection.Find(result.GetValue(file), Environment.GetEnvironmentVariable);
            var report = await RunAsync(
                source, content, result.GetValue(sha256), result.GetValue(dryRun), result.GetValue(json),
                cancellationToken);
            await (result.GetValue(json)
                ? Console.Out.WriteLineAsync(report.ToJson())
                : Console.Error.WriteLineAsync(report.ToText()));
            return ExitCodes.Success;
        }));
        return command;
    }

    private static async Task<ImportReport> RunAsync(
        NpgsqlDataSource source, Stream content, string? sha256, bool dryRun, bool quiet,
        CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        await Schema.VerifyAsync(source, cancellationToken);
        var started = time.GetTimestamp();
        var import = new LogImport(source);
        var work = dryRun
            ? import.CheckAsync(content, sha256, cancellationToken)
            : import.RunAsync(content, sha256, cancellationToken);
        var result = await ProgressLine.ShowAsync(
            work, () => string.Create(CultureInfo.InvariantCulture, $"{import.Read:N0} events"), quiet);
        return ImportReport.Of(result, dryRun, time.GetElapsedTime(started));
    }
}

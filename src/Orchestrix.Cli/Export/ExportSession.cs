using System.Globalization;
using Npgsql;
using Orchestrix.Cli.Connections;
using Orchestrix.Cli.Output;
using Orchestrix.PostgreSQL.Interchange;

namespace Orchestrix.Cli.Export;

/// <summary>An export as a user sees it.</summary>
internal sealed class ExportSession(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>Exports and returns the exit code.</summary>
    public async Task<int> RunAsync(
        ExportRange range, string path, bool overwrite, bool json, CancellationToken cancellationToken)
    {
        await Schema.VerifyAsync(source, cancellationToken);
        await using var output = ExportOutput.Open(path, overwrite);
        try
        {
            var started = time.GetTimestamp();
            var export = new LogExport(source);
            var work = export.RunAsync(range, output.Stream, cancellationToken);
            var result = await ProgressLine.ShowAsync(
                work,
                () => string.Create(CultureInfo.InvariantCulture, $"{export.Written:N0} events"),
                quiet: json || (output.IsStandardOutput && !Console.IsOutputRedirected));
            await output.CompleteAsync();
            var report = ExportReport.Of(result, time.GetElapsedTime(started));
            var summary = json && !output.IsStandardOutput ? Console.Out : Console.Error;
            await summary.WriteLineAsync(json ? report.ToJson() : report.ToText());
            return ExitCodes.Success;
        }
        catch (IOException exception)
        {
            return StandardOutput.IsClosedByReader(exception)
                ? ExitCodes.OutputClosed
                : throw ExportOutput.Unwritable(path == ExportOutput.Dash ? "Standard output" : path, exception);
        }
    }
}

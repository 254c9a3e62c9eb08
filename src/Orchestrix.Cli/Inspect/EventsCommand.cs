using System.CommandLine;
using System.Globalization;
using Npgsql;
using Orchestrix.Cli.Connections;
using Orchestrix.Cli.Output;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Interchange;

namespace Orchestrix.Cli.Inspect;

/// <summary><c>orchestrix events</c>: lists the events of a stream.</summary>
internal static class EventsCommand
{
    private const int DefaultLimit = 100;

    private const string Summary = "List the events of a stream.";

    private const string Help = $"""
        On a terminal what does not fit is cut. With --json each line is a CloudEvent as `orchestrix export` writes it,
        but without the fingerprint of the command.

        {ReadOnlyConnection.Help}

        Examples
          orchestrix events account/17
          orchestrix events account/17 --newest --limit 10
          orchestrix events account/17 --from 101 --json | jq .data

        Exit codes: 0 done; 1 wrong option or setting, or no such stream or version; 3 the database does not answer or
        refuses the role; 130 interrupted; 141 the reader of the output closed it.
        """;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var stream = StreamArgument.Create();
        var from = WholeNumber.Option("--from", "version", 1, "The version to begin at. Default: the first or newest.");
        var limit = WholeNumber.Option("--limit", "n", 1, $"Most events to list. Default: {DefaultLimit}.");
        var newest = new Option<bool>("--newest") { Description = "List the newest event first." };
        var file = SharedOptions.ConnectionFile();
        var json = new Option<bool>("--json") { Description = "Print CloudEvents, one per line, instead of a table." };
        var command = new DetailedCommand("events", Summary, Help) { stream, from, limit, newest, file, json };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            await using var source = ReadOnlyConnection.Find(
                result.GetValue(file), Environment.GetEnvironmentVariable);
            var count = result.GetValue(limit) ?? DefaultLimit;
            var read = result.GetValue(newest)
                ? StreamRead.BackwardsFrom(result.GetValue(from) ?? long.MaxValue, count)
                : StreamRead.Forwards(result.GetValue(from) ?? 1, count);
            return await ShowAsync(
                source, result.GetRequiredValue(stream), read, result.GetValue(json), cancellationToken);
        }));
        return command;
    }

    private static async Task<int> ShowAsync(
        NpgsqlDataSource source, StreamId stream, StreamRead read, bool json, CancellationToken cancellationToken)
    {
        await Schema.VerifyAsync(source, cancellationToken);
        var store = LogStore.Over(source);
        var version = await store.ReadStreamVersionAsync(stream, cancellationToken);
        if (version == 0)
            throw new ConfigurationException($"There is no stream {stream}.");
        if (!read.Backwards && read.FromVersion > version)
        {
            throw new ConfigurationException(
                $"{stream} is at version {version}; there is no version {read.FromVersion} yet.");
        }
        var events = store.ReadStreamAsync(stream, read, cancellationToken);
        return json ? await WriteLinesAsync(events) : await WriteTableAsync(events, stream, read, version);
    }

    private static async Task<int> WriteTableAsync(
        IAsyncEnumerable<RecordedEvent> events, StreamId stream, StreamRead read, long version)
    {
        var page = new List<RecordedEvent>();
        await foreach (var one in events)
            page.Add(one);
        int? width = Console.IsOutputRedirected ? null : Math.Max(Console.WindowWidth, 1);
        foreach (var line in EventTable.Lines(page, width))
            await Console.Out.WriteLineAsync(line);
        var last = page[^1].Version;
        var next = read.Backwards ? last - 1 : last + 1;
        var more = next >= 1 && next <= version
            ? string.Create(CultureInfo.InvariantCulture,
                $" More: orchestrix events {stream} --from {next}{(read.Backwards ? " --newest" : "")}")
            : "";
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{Measured.Count(page.Count, "event")} of {version:N0}.{more}"));
        return ExitCodes.Success;
    }

    private static async Task<int> WriteLinesAsync(IAsyncEnumerable<RecordedEvent> events)
    {
        try
        {
            await using var output = new BufferedStream(StandardOutput.Open());
            using var writer = new CloudEventWriter();
            await foreach (var one in events)
                await output.WriteAsync(writer.Write(one, fingerprint: null));
            return ExitCodes.Success;
        }
        catch (IOException exception) when (StandardOutput.IsClosedByReader(exception))
        {
            return ExitCodes.OutputClosed;
        }
    }
}

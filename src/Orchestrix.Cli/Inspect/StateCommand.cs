using System.CommandLine;
using Npgsql;
using Orchestrix.Cli.Connections;
using Orchestrix.Events;
using Orchestrix.Inspection;
using Orchestrix.PostgreSQL.Interchange;
using Orchestrix.Serialization;

namespace Orchestrix.Cli.Inspect;

/// <summary><c>orchestrix state</c>: the state of an aggregate at a version or a time.</summary>
internal static class StateCommand
{
    private const string Summary = "Show the state of an aggregate: now, at a version, or at a time.";

    private const string Help = $"""
        The events of the stream are read from the log and folded by the domain's own code, without snapshots and
        without a silo. The assembly is the one that holds the grain classes, or a host that refers to it; what it needs
        is looked for next to it. The aggregate is found by its [GrainType]. Events are those that carry [EventType],
        and what public static methods of the domain with one parameter of type OrchestrixBuilder add: upcasters, for
        example.

        The state goes to standard output as indented JSON; which version it is goes to standard error. It shows what is
        public, computed properties too.

        {ReadOnlyConnection.Help}

        Examples
          orchestrix state account/17 --assembly Bank.dll
          orchestrix state account/17 --assembly Bank.dll --version 3
          orchestrix state account/17 --assembly Bank.dll --at 2026-01-31T12:00:00Z

        Exit codes: 0 done; 1 wrong option or setting, or no such aggregate, stream, version or time; 3 the database
        does not answer or refuses the role; 130 interrupted.
        """;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var stream = StreamArgument.Create();
        var assembly = new Option<string>("--assembly")
        {
            HelpName = "path",
            Description = "The domain's assembly.",
            Required = true,
        };
        var version = WholeNumber.Option("--version", "n", 1, "The state right after the event of this version.");
        var at = new Option<DateTimeOffset?>("--at")
        {
            HelpName = "time",
            Description = "The state right after the last event recorded by then, for example 2026-01-31T12:00:00Z.",
            CustomParser = static result =>
            {
                if (Rfc3339.TryParse(result.Tokens[0].Value, out var time))
                    return time;
                result.AddError("--at takes a time such as 2026-01-31T12:00:00Z or 2026-01-31T13:00:00.5+01:00.");
                return null;
            },
        };
        var file = SharedOptions.ConnectionFile();
        var command = new DetailedCommand("state", Summary, Help) { stream, assembly, version, at, file };
        command.Validators.Add(result =>
        {
            if (result.GetResult(version) is not null && result.GetResult(at) is not null)
                result.AddError("Give --version or --at, not both.");
        });
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            var point = result.GetValue(version) is { } number ? StreamPoint.AtVersion(number)
                : result.GetValue(at) is { } time ? StreamPoint.AtTime(time)
                : StreamPoint.End;
            await using var source = ReadOnlyConnection.Find(
                result.GetValue(file), Environment.GetEnvironmentVariable);
            var domain = Domain.Load(result.GetRequiredValue(assembly));
            await ShowAsync(source, domain, result.GetRequiredValue(stream), point, cancellationToken);
            return ExitCodes.Success;
        }));
        return command;
    }

    private static async Task ShowAsync(
        NpgsqlDataSource source, Domain domain, StreamId stream, StreamPoint point, CancellationToken cancellationToken)
    {
        var (fold, registry) = (domain.Fold(stream.GrainType), domain.Events());
        await Schema.VerifyAsync(source, cancellationToken);
        var store = LogStore.Over(source);
        var moment = await StreamHistory.FindAsync(store, stream, point, cancellationToken);
        StateReport.ThrowIfMissing(stream, point, moment);
        var events = store.ReadStreamAsync(stream, StreamRead.Forwards(1, moment.Version), cancellationToken);
        var state = await fold.ReplayAsync(events, new EventSerializer(registry));
        await Console.Error.WriteLineAsync(StateReport.Heading(stream, moment));
        await Console.Out.WriteLineAsync(new StateText(registry, indented: true).Of(state));
    }
}

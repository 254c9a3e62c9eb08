using System.CommandLine;
using Orchestrix.Cli.Connections;
using Orchestrix.Cli.DeadLetters;
using Orchestrix.PostgreSQL.Projections;
using Orchestrix.Projections;

namespace Orchestrix.Cli.Projections;

/// <summary><c>orchestrix projections</c>: how they fare, and rebuilding them.</summary>
internal static class ProjectionsCommand
{
    /// <summary>What the help of every command here ends with.</summary>
    public const string Help = $"""
        A rebuild makes another table from the whole log beside the active one, compares the two at one position, and
        exchanges them; nobody waits for it. A silo does the work: this command only asks for it, and the request
        outlives both this command and the silo. What is built and not activated waits for `activate` or `cancel`.
        Each request is recorded in the log before: `orchestrix events operator-acts/projections`.

        {ApplicationConnection.Help}

        Exit codes: 0 done; 1 wrong option or setting, no such projection, nothing to activate or cancel, or the rebuild
        failed; 2 with --wait: the table is built and waits for a person; 3 the database does not answer or refuses the
        role; 130 interrupted, which does not interrupt the rebuild.
        """;

    /// <summary>The command with those below it.</summary>
    public static Command Create() =>
        new DetailedCommand("projections", "List projections, and rebuild them.", Help)
        {
            List(), Status(), RebuildCommands.Rebuild(), RebuildCommands.Activate(), RebuildCommands.Cancel(),
        };

    /// <summary>The projection that a command is about.</summary>
    internal static Argument<string> NameArgument() => new("name") { Description = "The name of the projection." };

    private static DetailedCommand List()
    {
        var (file, json) = (ApplicationConnection.FileOption(), DeadLettersCommand.JsonOption());
        var command = new DetailedCommand("list", "List projections and how far each is behind the log.", Help)
        {
            file, json,
        };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            await using var source = ApplicationConnection.Find(result.GetValue(file));
            ProjectionReport.Write(
                await new PostgreSQLProjectionCatalog(source).ListAsync(cancellationToken), result.GetValue(json));
            return ExitCodes.Success;
        }));
        return command;
    }

    private static DetailedCommand Status()
    {
        var name = NameArgument();
        var (file, json) = (ApplicationConnection.FileOption(), DeadLettersCommand.JsonOption());
        var command = new DetailedCommand("status", "Show a projection, its last rebuild and what differs.", Help)
        {
            name, file, json,
        };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            await using var source = ApplicationConnection.Find(result.GetValue(file));
            var status = await FindAsync(
                new PostgreSQLProjectionCatalog(source), result.GetRequiredValue(name), cancellationToken);
            ProjectionReport.Write(status, result.GetValue(json));
            return ExitCodes.Success;
        }));
        return command;
    }

    /// <exception cref="Errors.ConfigurationException">There is no such projection.</exception>
    internal static async Task<ProjectionStatus> FindAsync(
        IProjectionCatalog catalog, string name, CancellationToken cancellationToken) =>
        await catalog.FindAsync(name, cancellationToken) ?? throw Unknown(name);

    /// <summary>What is said about a name that no projection has.</summary>
    internal static Errors.ConfigurationException Unknown(string name) => new(
        $"No projection is called '{name}', or no silo has ever run it; see `orchestrix projections list`.");
}

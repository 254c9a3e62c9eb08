using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrix.Cli.Connections;
using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.Cli.Migrate;

/// <summary><c>orchestrix migrate</c>: brings a database to the schema of this version.</summary>
internal static class MigrateCommand
{
    private const string Summary = "Create the database schema or bring it to this version.";

    private const string Help = """
        All pending migrations are applied in one transaction, or none. It is safe to run it on an up-to-date schema,
        and on several machines at once: one migrates, the others wait and find nothing to do.

        The connection string is that of the role that owns the schema. It is read from the file of --connection-file,
        else from ORCHESTRIX_POSTGRES_OWNER, else from ConnectionStrings__OrchestrixOwner; never from an argument, which
        every user of the machine could read. ORCHESTRIX_POSTGRES_OWNER_FILE and ConnectionStrings__OrchestrixOwnerFile
        name a file instead.

        Exit codes: 0 the schema is up to date; 1 wrong option or setting, or the schema is not one of this program;
        2 with --status: migrations are pending; 3 the database does not answer or refuses the role; 130 interrupted.
        """;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var status = new Option<bool>("--status")
        {
            Description = "Show what is applied and what is pending; change nothing.",
        };
        var role = new Option<string>("--application-role")
        {
            HelpName = "name",
            Description = "The role that the application connects as; migrations give it its privileges.",
            DefaultValueFactory = static _ => new MigratorOptions().ApplicationRole,
        };
        var reader = new Option<string>("--reader-role")
        {
            HelpName = "name",
            Description = "The role that may read events and read models and change nothing.",
            DefaultValueFactory = static _ => new MigratorOptions().ReaderRole,
        };
        var file = SharedOptions.ConnectionFile();
        var json = new Option<bool>("--json") { Description = "Print one line of JSON instead of a table." };
        var command = new DetailedCommand("migrate", Summary, Help) { status, role, reader, file, json };
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            await using var source = OwnerConnection.Find(result.GetValue(file), Environment.GetEnvironmentVariable);
            var options = new MigratorOptions
            {
                ApplicationRole = result.GetRequiredValue(role),
                ReaderRole = result.GetRequiredValue(reader),
            };
            var migrator = new Migrator(source, options, NullLogger<Migrator>.Instance, TimeProvider.System);
            var state = result.GetValue(status)
                ? await migrator.StatusAsync(cancellationToken)
                : await migrator.MigrateAsync(cancellationToken);
            MigrationReport.Of(state).Write(result.GetValue(json));
            return state.Pending.Count == 0 ? ExitCodes.Success : ExitCodes.Pending;
        }));
        return command;
    }
}

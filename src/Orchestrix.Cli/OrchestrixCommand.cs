using System.CommandLine;
using Orchestrix.Cli.DeadLetters;
using Orchestrix.Cli.Export;
using Orchestrix.Cli.Import;
using Orchestrix.Cli.Inspect;
using Orchestrix.Cli.Migrate;
using Orchestrix.Cli.Projections;
using Orchestrix.Cli.Readiness;
using Orchestrix.Cli.Sagas;
using Orchestrix.Cli.Subscriptions;
using Orchestrix.Cli.Verify;

namespace Orchestrix.Cli;

/// <summary><c>orchestrix</c>, with everything below it.</summary>
internal static class OrchestrixCommand
{
    // Not a RootCommand: that takes its name from the program's file, and this one is called `orchestrix`.
    public static Command Create() => new("orchestrix", "Operates an installation of Orchestrix.")
    {
        MigrateCommand.Create(),
        SubscriptionsCommand.Create(),
        ProjectionsCommand.Create(),
        DeadLettersCommand.Create(),
        SagasCommand.Create(),
        ExportCommand.Create(),
        ImportCommand.Create(),
        StateCommand.Create(),
        EventsCommand.Create(),
        VerifyCommand.Create(),
        ReadinessCommand.Create(),
    };
}

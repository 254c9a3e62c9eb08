using System.CommandLine;
using System.CommandLine.Help;
using Orchestrix.Cli.Migrate;

// Not a RootCommand: that takes its name from the program's file, and this one is called `orchestrix`.
var root = new Command("orchestrix", "Operates an installation of Orchestrix.")
{
    new HelpOption { Recursive = true },
    new VersionOption(),
    MigrateCommand.Create(),
};
return await root.Parse(args).InvokeAsync();

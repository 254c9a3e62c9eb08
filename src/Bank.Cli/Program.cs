using Bank.Cli.Commands;
using Orchestrix.Cli;

// Stopping API, silo and PostgreSQL in good order may take that long.
return await CommandLine.RunAsync(BankCommand.Create(), args, terminationTimeout: TimeSpan.FromMinutes(2));

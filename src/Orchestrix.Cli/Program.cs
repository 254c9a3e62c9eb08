using Orchestrix.Cli;

return await CommandLine.RunAsync(
    OrchestrixCommand.Create(), args, terminationTimeout: TimeSpan.FromSeconds(10));

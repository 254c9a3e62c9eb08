using Bank.Cli.Commands;

return await BankCommand.InvokeAsync(args);

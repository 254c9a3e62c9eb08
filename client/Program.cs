using Bank.Client;

await using var app = ClientApp.Build(args);
await app.RunAsync();

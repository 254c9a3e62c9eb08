using Bank.Client.Hosting;

await using var app = ClientApp.Build(args);
await app.RunAsync();

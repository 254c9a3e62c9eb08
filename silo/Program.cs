using Bank.Silo;
using Bank.Silo.Configuration;
using Bank.Silo.Health;
using Orchestrix.Errors;
using Orchestrix.Observability.Hosting;
using Orchestrix.Observability.Http;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    // Its own settings, from wherever it is started; and what lies there is watched, so not where a database writes.
    ContentRootPath = AppContext.BaseDirectory,
});
var settings = builder.Configuration.GetSection(SiloSettings.Section).Get<SiloSettings>() ?? new SiloSettings();
try
{
    await using var database = settings.Store == StoreKind.PostgreSQL
        ? await Database.FindAsync(builder.Configuration, builder.Environment)
        : null;
    builder.AddOrchestrixObservability();
    builder.AddBankSilo(settings, database);
    builder.Services.AddSiloHealth();
    settings.Http.Check($"{SiloSettings.Section}:{nameof(SiloSettings.Http)}");
    builder.WebHost.UseHttpServerLimits(settings.Http);
    builder.Services.AddCallerRateLimit(settings.Http);
    // Not in appsettings.json, which would win over ASPNETCORE_URLS.
    if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        builder.WebHost.UseUrls("http://127.0.0.1:8081");

    await using var app = builder.Build();
    app.UseRateLimiter();
    app.MapSiloHealth();
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (
    exception is OrchestrixException or Microsoft.Extensions.Options.OptionsValidationException)
{
    // A mistake in the configuration or an unreachable database: say it in one line, without a stack.
    await Console.Error.WriteLineAsync($"bank-silo cannot start: {exception.Message}");
    return 1;
}

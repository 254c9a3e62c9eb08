using System.Security.Cryptography;
using Microsoft.Extensions.Compliance.Classification;
using Microsoft.Extensions.Compliance.Redaction;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Orchestrix.Observability.Readiness;

namespace Orchestrix.Observability.Logging;

/// <summary>Registers the redacted console.</summary>
internal static class LoggingServices
{
    // Tells hashes of different keys apart; there is one key at a time.
    private const int KeyId = 1;

    public static void AddRedactedConsole(this IHostApplicationBuilder builder, LoggingOptions options)
    {
        builder.Services.AddSingleton<LogCanaryEar>();
        if (!(options.Json ?? !builder.Environment.IsDevelopment()))
            return;
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<LogRedaction>();
        services.AddRedaction(redaction =>
        {
            redaction.SetHmacRedactor(
                hmac =>
                {
                    hmac.KeyId = KeyId;
                    hmac.Key = options.RedactionKey
                        ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
                },
                new DataClassificationSet(DataClasses.Identifier));
            redaction.SetRedactor<ErasingRedactor>(new DataClassificationSet(DataClasses.Personal));
            redaction.SetFallbackRedactor<ErasingRedactor>();
        });
        // The console is the one sink: providers that a host adds later are the host's to redact.
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.FormatterName = JsonLines.FormatterName);
        builder.Logging.AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>();
    }
}

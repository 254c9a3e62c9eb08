using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orchestrix.Observability.Logging;
using Orchestrix.Observability.Metrics;
using Orchestrix.Observability.Readiness;
using Orchestrix.Observability.Tracing;
using Orchestrix.Readiness;
using Orchestrix.Security.Secrets;

namespace Orchestrix.Observability.Hosting;

/// <summary>Adds metrics, traces and safe logs to a host.</summary>
public static class ObservabilityHostExtensions
{
    /// <summary>
    /// Adds everything with working defaults: <c>/metrics</c> for Prometheus, spans to the endpoint that is configured,
    /// and outside Development logs as lines of redacted JSON. For silos and clients alike: traces go from one to the
    /// other without Orleans' <c>AddActivityPropagation</c>.
    /// </summary>
    /// <param name="builder">The host; metrics are served by its web server, if it has one.</param>
    /// <param name="configure">Changes what the section <see cref="ObservabilityOptions.Section"/> says.</param>
    /// <exception cref="Errors.ConfigurationException">An option is out of range; the message names it.</exception>
    public static IHostApplicationBuilder AddOrchestrixObservability(
        this IHostApplicationBuilder builder, Action<ObservabilityOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = Read(builder, configure);
        builder.Services.AddSingleton(options.Metrics);
        builder.Services.AddSingleton<MeterBridge>();
        builder.Services.AddHostedService<MetricsStart>();
        builder.Services.AddSingleton<IStartupFilter, MetricsEndpoint>();
        builder.Services.AddTracing(builder.Configuration, options);
        builder.AddRedactedConsole(options.Logging);
        builder.Services.AddSingleton<LogCanary>();
        builder.Services.AddSingleton<TraceCanary>();
        // A silo has it already.
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IReadinessSource, SettingsReadiness>());
        builder.Services.AddSingleton<IReadinessSource, ObservabilityReadiness>();
        builder.Services.AddHostedService<ClientVoice>();
        return builder;
    }

    private static ObservabilityOptions Read(IHostApplicationBuilder builder, Action<ObservabilityOptions>? configure)
    {
        var options = new ObservabilityOptions();
        try
        {
            builder.Configuration.GetSection(ObservabilityOptions.Section)
                .Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException exception)
        {
            throw new Errors.ConfigurationException(
                $"The configuration section {ObservabilityOptions.Section} is not valid: {exception.Message}",
                exception);
        }
        configure?.Invoke(options);
        const string key = $"{ObservabilityOptions.Section}:Logging:{nameof(LoggingOptions.RedactionKey)}";
        options.Logging.RedactionKey = SecretFile.Choose(
            options.Logging.RedactionKey, options.Logging.RedactionKeyFile, key, $"{key}File");
        if (options.ServiceName.Length == 0)
            options.ServiceName = builder.Environment.ApplicationName;
        ObservabilityRules.Check(options);
        return options;
    }
}

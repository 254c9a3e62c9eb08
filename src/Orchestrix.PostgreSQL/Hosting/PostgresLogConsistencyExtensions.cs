using Orchestrix.Hosting;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.Serialization;

namespace Orchestrix.PostgreSQL.Hosting;

/// <summary>
/// For silos that have <c>JournaledGrain</c>s already and exchange their provider: the one registration line to change.
/// </summary>
public static class PostgresLogConsistencyExtensions
{
    /// <summary>
    /// Adds the provider as the silo's default. Events are named by <c>[EventType]</c>, by <paramref name="events"/>,
    /// or by their Orleans <c>[Alias]</c>.
    /// </summary>
    public static ISiloBuilder AddPostgresLogConsistencyProviderAsDefault(
        this ISiloBuilder builder, Action<PostgreSQLOptions> configure,
        Action<EventTypeRegistryBuilder>? events = null) =>
        builder.AddOrchestrix(orchestrix => Configure(orchestrix, configure, events));

    /// <summary>
    /// Adds the provider under a name, for grains with <c>[LogConsistencyProvider(ProviderName = name)]</c>.
    /// </summary>
    public static ISiloBuilder AddPostgresLogConsistencyProvider(
        this ISiloBuilder builder, string name, Action<PostgreSQLOptions> configure,
        Action<EventTypeRegistryBuilder>? events = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return builder.AddOrchestrix(orchestrix =>
        {
            orchestrix.ProviderName = name;
            Configure(orchestrix, configure, events);
        });
    }

    private static void Configure(
        OrchestrixBuilder orchestrix, Action<PostgreSQLOptions> configure, Action<EventTypeRegistryBuilder>? events)
    {
        orchestrix.UsePostgreSQL(configure);
        events?.Invoke(orchestrix.Events);
    }
}

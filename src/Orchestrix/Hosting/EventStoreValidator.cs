using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.InMemory;

namespace Orchestrix.Hosting;

/// <summary>Refuses to start without a store, and in Production on one that forgets.</summary>
internal sealed class EventStoreValidator(IServiceProvider services) : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        var store = services.GetService<IEventStore>() ?? throw new ConfigurationException(
            "No event store is chosen. In AddOrchestrix call UsePostgreSQL(connectionString), "
            + "or UseInMemoryStore() in tests.");
        if (store is InMemoryEventStore && services.GetService<IHostEnvironment>()?.IsProduction() == true)
        {
            throw new ConfigurationException(
                "The in-memory store loses every event with the process and is refused in Production. "
                + "Call UsePostgreSQL(connectionString), or set DOTNET_ENVIRONMENT=Development.");
        }
    }
}

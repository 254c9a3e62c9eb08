using Orchestrix.Cluster.Tests.LogConsistency;
using Orchestrix.Hosting;

namespace Orchestrix.Cluster.Tests.Commands;

/// <summary>What a domain registers beyond attributes; <c>orchestrix</c> finds it by its parameter.</summary>
public static class OddHosting
{
    public static OrchestrixBuilder AddOdd(this OrchestrixBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Events.AddEvent<Nameless>("tally.nameless");
        return builder;
    }
}

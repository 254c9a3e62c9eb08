using Microsoft.Extensions.Hosting;
using Orchestrix.Observability.Hosting;

namespace Orchestrix.Tests.Snippets;

internal static class ObservabilitySnippet
{
    public static void Observe(IHostApplicationBuilder builder)
    {
        // snippet: observability
        builder.AddOrchestrixObservability();
        // end-snippet
    }
}

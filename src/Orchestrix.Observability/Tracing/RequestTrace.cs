using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Orchestrix.Commands;

namespace Orchestrix.Observability.Tracing;

/// <summary>Makes the calls of grains that an HTTP request leads to part of the request's trace.</summary>
internal sealed class RequestTrace : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(static async (context, next) =>
        {
            if (Activity.Current is { } request)
                CallContext.JoinTrace(request);
            await next(context);
        });
        next(app);
    };
}

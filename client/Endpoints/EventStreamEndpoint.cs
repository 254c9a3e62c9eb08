using Bank.Client.Configuration;
using Bank.Client.OpenApi;
using Bank.Client.Problems;
using Bank.Client.Tenants;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Orchestrix.Feed;

namespace Bank.Client.Endpoints;

/// <summary>Following the log.</summary>
internal static class EventStreamEndpoint
{
    public static void MapEventStream(this IEndpointRouteBuilder app)
    {
        var places = new Places(app.ServiceProvider.GetRequiredService<ApiSettings>().MaxEventStreams);
        app.MapGet("/events", (
                [AsParameters] EventStreamQuery query, IClusterClient cluster, ApiSettings settings,
                IOptions<JsonOptions> json, CancellationToken aborted) =>
                FollowAsync(query, cluster, settings, json.Value, places, aborted))
            .AddEndpointFilter<RouteHandlerBuilder, ClusterGate>()
            .WithTags("Events")
            .DescribeEventStream("FollowEvents",
                "The log as server-sent events, as it grows. The id of each is its position in the log.")
            .ForTenants();
    }

    private static async Task<IResult> FollowAsync(
        EventStreamQuery query, IClusterClient cluster, ApiSettings settings, JsonOptions json, Places places,
        CancellationToken aborted)
    {
        if (!query.TryRead(out var request, out var errors))
            return CommandSender.Invalid(errors);
        if (places.TryTake() is not { } place)
        {
            return new ProblemResult(ProblemTypes.TooManyStreams)
            {
                Detail = $"{settings.MaxEventStreams} callers follow the log already (Api:MaxEventStreams).",
                RetryAfter = settings.RetryAfter,
            };
        }
        try
        {
            // The first page is read before the answer begins, so that what is wrong becomes a proper answer, and not
            // waited for, so that the answer begins at once.
            var tail = cluster.GetGrain<ILogTailGrain>(0);
            var first = await tail.ReadAsync(request with { Wait = TimeSpan.Zero }, aborted);
            return new EventStream(tail, first, request, settings, json.SerializerOptions, place);
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }
}

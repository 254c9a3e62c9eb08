using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Orchestrix.Observability.Tracing;

/// <summary>
/// Takes out of every span what may be about people before it is exported: keys of grains, paths and queries of
/// requests, and the messages of exceptions. Routes, types, codes and positions stay.
/// </summary>
internal sealed class SpanRedaction : BaseProcessor<Activity>
{
    private static readonly FrozenSet<string> Removed = new[]
    {
        "url.path", "url.full", "url.query", "http.target", "http.url",
        "orleans.rpc.target_id", "orleans.rpc.source_id", "orleans.grain.id",
        "exception.message", "exception.stacktrace", "user_agent.original", "client.address",
    }.ToFrozenSet(StringComparer.Ordinal);

    public override void OnEnd(Activity data)
    {
        List<string>? found = null;
        foreach (ref readonly var tag in data.EnumerateTagObjects())
        {
            if (Removed.Contains(tag.Key))
                (found ??= []).Add(tag.Key);
        }
        foreach (var name in found ?? [])
            data.SetTag(name, null);
        // A description is the message of an exception.
        if (data.StatusDescription is not null)
            data.SetStatus(data.Status);
    }
}

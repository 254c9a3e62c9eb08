using System.Diagnostics;
using Orchestrix.Commands;

namespace Orchestrix.Diagnostics;

/// <summary>
/// The traces that a piece of work serves, from the W3C trace contexts that are stored with commits. Only those that
/// are recorded count: a link to a span that nobody keeps leads nowhere.
/// </summary>
internal struct TraceLinks
{
    /// <summary>Most links of one span; OpenTelemetry's default limit.</summary>
    public const int MaxLinks = 128;

    private List<ActivityLink>? _links;
    private string? _last;

    /// <summary>Adds a trace context; null and what is none are passed over.</summary>
    public void Add(string? traceParent)
    {
        // The events of one commit, and often those of a page, share their context.
        if (traceParent is null || ReferenceEquals(traceParent, _last) || traceParent == _last)
            return;
        _last = traceParent;
        if (_links is not { Count: >= MaxLinks }
            && CallContext.IsRecorded(traceParent)
            && ActivityContext.TryParse(traceParent, null, true, out var one))
        {
            (_links ??= []).Add(new ActivityLink(one));
        }
    }

    /// <summary>
    /// Starts a span as a child of the first trace, with links to the others: a batch of one commit is part of that
    /// commit's trace. None is started if none of them was recorded.
    /// </summary>
    public readonly Activity? StartChild(string name, ActivityKind kind) => _links is [var first, ..]
        ? OrchestrixTracing.Source.StartActivity(name, kind, first.Context, links: _links.Skip(1))
        : null;

    /// <summary>
    /// Starts a span with a trace of its own and links to all that it serves: they may have ended hours ago. None is
    /// started if none of them was recorded.
    /// </summary>
    public readonly Activity? StartLinked(string name, ActivityKind kind)
    {
        if (_links is null)
            return null;
        var before = Activity.Current;
        Activity.Current = null;
        var span = OrchestrixTracing.Source.StartActivity(name, kind, default(ActivityContext), links: _links);
        if (span is null)
            Activity.Current = before;
        return span;
    }
}

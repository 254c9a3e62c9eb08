namespace Orchestrix.Cluster.Tests.Observability;

/// <summary>A span as it arrived.</summary>
/// <param name="Service">The program that made it.</param>
/// <param name="Scope">The source that made it.</param>
/// <param name="TraceId">Lower-case hexadecimal.</param>
/// <param name="SpanId">Lower-case hexadecimal.</param>
/// <param name="ParentId">The same; empty for the first span of a trace.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">1 internal, 2 server, 3 client, 4 producer, 5 consumer.</param>
/// <param name="Attributes">What else it says.</param>
/// <param name="Links">The spans that it is linked to.</param>
internal sealed record OtlpSpan(
    string Service, string Scope, string TraceId, string SpanId, string ParentId, string Name, int Kind,
    IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<(string TraceId, string SpanId)> Links)
{
    /// <summary>True if the span is a child of the other one.</summary>
    public bool IsChildOf(OtlpSpan other) => (TraceId, ParentId) == (other.TraceId, other.SpanId);

    /// <summary>True if the span is linked to the other one.</summary>
    public bool IsLinkedTo(OtlpSpan other) => Links.Contains((other.TraceId, other.SpanId));
}

using System.Diagnostics;
using OpenTelemetry.Trace;
using Orchestrix.Commands;

namespace Orchestrix.Observability.Tracing;

/// <summary>
/// Decides about new traces: what has links to recorded spans is recorded, so that a recorded command leads to all its
/// consequences; of the rest, a share. Calls are drawn before anything is made for them, since for a trace that a
/// sampler turns down .NET makes a span all the same.
/// </summary>
internal sealed class LinkedSampler(double ratio) : Sampler, ITraceStarts
{
    private readonly TraceIdRatioBasedSampler _share = new(ratio);

    /// <summary>True while the span of a call is started that has been drawn; samplers are asked within.</summary>
    [ThreadStatic]
    private static bool _isDrawn;

    public Activity? Start(ActivitySource source, string name)
    {
        if (Random.Shared.NextDouble() >= ratio)
            return null;
        _isDrawn = true;
        try
        {
            return source.StartActivity(name, ActivityKind.Server);
        }
        finally
        {
            _isDrawn = false;
        }
    }

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (_isDrawn)
            return new SamplingResult(SamplingDecision.RecordAndSample);
        if (samplingParameters.Links is { } links)
        {
            foreach (var link in links)
            {
                if ((link.Context.TraceFlags & ActivityTraceFlags.Recorded) != 0)
                    return new SamplingResult(SamplingDecision.RecordAndSample);
            }
        }
        return _share.ShouldSample(samplingParameters);
    }
}

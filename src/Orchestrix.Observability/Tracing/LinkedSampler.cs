using OpenTelemetry.Trace;

namespace Orchestrix.Observability.Tracing;

/// <summary>
/// Decides about new traces: what has links to recorded spans is recorded, so that a recorded command leads to all its
/// consequences; of the rest, a share.
/// </summary>
internal sealed class LinkedSampler(double ratio) : Sampler
{
    private readonly TraceIdRatioBasedSampler _share = new(ratio);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (samplingParameters.Links is { } links)
        {
            foreach (var link in links)
            {
                if ((link.Context.TraceFlags & System.Diagnostics.ActivityTraceFlags.Recorded) != 0)
                    return new SamplingResult(SamplingDecision.RecordAndSample);
            }
        }
        return _share.ShouldSample(samplingParameters);
    }
}

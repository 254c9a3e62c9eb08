using OpenTelemetry.Trace;

namespace Orchestrix.Observability.Tracing;

/// <summary>Records a share whatever the ids of traces are: who wants to be recorded may choose one.</summary>
internal sealed class DrawingSampler(double ratio) : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(Random.Shared.NextDouble() < ratio ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
}

namespace Orchestrix.Readiness;

/// <summary>What the canary is started with: nothing that is about anybody.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.canary-data")]
internal sealed record Canary;

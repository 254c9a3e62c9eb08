using System.Text.Json.Serialization;

namespace Orchestrix.Retry;

/// <summary>The first failure is the last.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.no-retry")]
public sealed record NoRetry : RetryPolicy
{
    /// <summary>Creates the policy; <see cref="Instance"/> is one.</summary>
    [JsonConstructor]
    public NoRetry() : base(0, 0)
    {
    }

    /// <summary>The policy.</summary>
    public static NoRetry Instance { get; } = new();

    private protected override TimeSpan DelayWithoutJitter(int retry) => TimeSpan.Zero;
}

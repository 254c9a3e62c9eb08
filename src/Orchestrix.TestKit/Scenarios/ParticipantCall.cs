namespace Orchestrix.TestKit.Scenarios;

/// <summary>A call that a saga made of a participant; as text <c>IAccountGrain[17].WithdrawAsync</c>.</summary>
/// <param name="Grain">The interface of the participant.</param>
/// <param name="Key">Its key.</param>
/// <param name="Method">What was called.</param>
/// <param name="Arguments">With what.</param>
public sealed record ParticipantCall(Type Grain, string Key, string Method, IReadOnlyList<object?> Arguments)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Grain.Name}[{Key}].{Method}";
}

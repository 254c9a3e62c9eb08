using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>Records each effect; what it is asked for again under the same id has no second one.</summary>
public sealed class Shop : IShopGrain
{
    private readonly HashSet<string> _handled = new(StringComparer.Ordinal);

    /// <summary>Effects in the order in which they took place.</summary>
    public List<string> Effects { get; } = [];

    /// <summary>Calls, with those that had no effect.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What it answers instead of acting; null to act.</summary>
    public Func<string, StepResult?> Answer { get; set; } = static _ => null;

    /// <summary>What was bought and not taken back.</summary>
    public int Sold => Effects.Count(effect => !effect.EndsWith("/undo", StringComparison.Ordinal))
        - Effects.Count(effect => effect.EndsWith("/undo", StringComparison.Ordinal));

    public Task<StepResult> BuyAsync(string commandId)
    {
        Calls.Add(commandId);
        if (Answer(commandId) is { } answer)
            return Task.FromResult(answer);
        if (_handled.Add(commandId))
            Effects.Add(commandId);
        return Task.FromResult(StepResult.Done(commandId));
    }

    public Task<StepResult> TakeBackAsync(string commandId, string boughtAs)
    {
        Calls.Add(commandId);
        if (Answer(commandId) is { } answer)
            return Task.FromResult(answer);
        // One that never sold remembers that it never will: a late purchase finds its id used.
        if (_handled.Add(commandId) && !_handled.Add(boughtAs))
            Effects.Add(commandId);
        return Task.FromResult(StepResult.Done());
    }
}

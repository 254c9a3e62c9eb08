namespace Orchestrix.Sagas;

/// <summary>What a saga needs of the grain, or the test, that it runs in.</summary>
internal interface ISagaHost
{
    /// <summary>Calls <see cref="SagaRunner.TickAsync"/> after a time; null takes an earlier wish back.</summary>
    void TickIn(TimeSpan? due);

    /// <summary>Keeps the activation for a while, for an answer is awaited.</summary>
    void KeepFor(TimeSpan time);

    /// <summary>Ends the activation: its state is stale, or the store cannot be reached.</summary>
    void Drop(string reason);
}

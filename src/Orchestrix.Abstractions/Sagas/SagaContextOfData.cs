namespace Orchestrix.Sagas;

/// <summary>What a function of a definition may know about the saga it serves, with the saga's data.</summary>
/// <typeparam name="TData">The data that the saga was started with.</typeparam>
public sealed class SagaContext<TData> : SagaContext where TData : class
{
    internal SagaContext(SagaContextParts parts) : base(parts)
    {
    }

    /// <summary>The data that the saga was started with; it never changes.</summary>
    public TData Data => (TData)UntypedData;
}

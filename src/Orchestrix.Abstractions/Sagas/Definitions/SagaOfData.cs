using Orchestrix.Validation;

namespace Orchestrix.Sagas;

/// <summary>
/// A saga as data: derive a class for each version, and register them in <c>AddOrchestrix</c> with <c>AddSaga</c>. The
/// silo checks every definition when it starts.
/// </summary>
/// <param name="name">The saga type: the <c>[GrainType]</c> of its grain.</param>
/// <param name="version">From 1.</param>
/// <typeparam name="TData">What the saga is started with: a record that survives the wire and JSON.</typeparam>
// RS0022: deriving from this class is the point; only its untyped base is closed.
#pragma warning disable RS0022
public abstract class Saga<TData>(string name, int version) : Saga(name, version) where TData : class
#pragma warning restore RS0022
{
    internal sealed override Type DataType => typeof(TData);

    /// <summary>Declares the steps. Called once; the functions given must not keep state between calls.</summary>
    protected abstract void Define(SagaBuilder<TData> saga);

    /// <summary>
    /// Checks what a saga is about to be started with, without looking elsewhere. Nulls are skipped; the default finds
    /// nothing.
    /// </summary>
    protected virtual IEnumerable<ValidationError?> Validate(TData data) => [];

    internal sealed override IEnumerable<ValidationError?> Check(object data) => Validate((TData)data);

    internal sealed override SagaContext NewContext(SagaContextParts parts) => new SagaContext<TData>(parts);

    private protected sealed override IReadOnlyList<SagaStepDefinition> Build()
    {
        var builder = new SagaBuilder<TData>();
        Define(builder);
        return [.. builder.Steps];
    }
}

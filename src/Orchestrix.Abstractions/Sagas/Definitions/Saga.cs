using Orchestrix.Errors;
using Orchestrix.Validation;

namespace Orchestrix.Sagas;

/// <summary>A saga as data: its name, its version and its steps. Derive from <see cref="Saga{TData}"/>.</summary>
public abstract class Saga
{
    private readonly Lazy<IReadOnlyList<SagaStepDefinition>> _steps;
    private readonly Lazy<string> _fingerprint;

    private protected Saga(string name, int version)
    {
        (Name, Version) = (name, version);
        _steps = new Lazy<IReadOnlyList<SagaStepDefinition>>(() => SagaDefinitionRules.Check(this, Build()));
        _fingerprint = new Lazy<string>(() => SagaFingerprint.Of(Steps));
    }

    /// <summary>The saga type: the <c>[GrainType]</c> of its grain.</summary>
    public string Name { get; }

    /// <summary>
    /// From 1. Raise it when the steps change, and keep the version before it registered while sagas that began with it
    /// run: each keeps to the version that it began with.
    /// </summary>
    public int Version { get; }

    /// <summary>The steps, in the order of their declaration; built and checked once.</summary>
    /// <exception cref="ConfigurationException">The definition cannot work; the message says why.</exception>
    public IReadOnlyList<SagaStepDefinition> Steps => _steps.Value;

    /// <summary>
    /// Stands for the steps: running sagas keep it, and do not go on with other steps than they began with. See
    /// <see cref="SagaStarted.Fingerprint"/>.
    /// </summary>
    /// <exception cref="ConfigurationException">The definition cannot work; the message says why.</exception>
    public string Fingerprint => _fingerprint.Value;

    internal abstract Type DataType { get; }

    internal abstract IEnumerable<ValidationError?> Check(object data);

    internal abstract SagaContext NewContext(SagaContextParts parts);

    private protected abstract IReadOnlyList<SagaStepDefinition> Build();
}

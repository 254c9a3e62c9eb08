using Orchestrix.Errors;

namespace Orchestrix.Sagas;

/// <summary>Every definition that a silo knows, by name and version.</summary>
internal sealed class SagaRegistry
{
    private readonly Dictionary<string, SortedDictionary<int, Saga>> _sagas = new(StringComparer.Ordinal);

    /// <exception cref="ConfigurationException">A definition cannot work, or two do not fit together.</exception>
    public SagaRegistry(IEnumerable<Saga> sagas)
    {
        foreach (var saga in sagas)
        {
            _ = saga.Steps;
            if (!_sagas.TryGetValue(saga.Name, out var versions))
                _sagas.Add(saga.Name, versions = []);
            if (!versions.TryAdd(saga.Version, saga))
            {
                throw new ConfigurationException(
                    $"Saga '{saga.Name}' version {saga.Version} is registered twice; raise the new one's version.");
            }
        }
        foreach (var versions in _sagas.Values)
            Check(versions);
    }

    public IEnumerable<string> Names => _sagas.Keys;

    public IEnumerable<Saga> All => _sagas.Values.SelectMany(static versions => versions.Values);

    /// <summary>The definition that new sagas begin with; null if the name is not registered.</summary>
    public Saga? Latest(string name) =>
        _sagas.TryGetValue(name, out var versions) ? versions.Values.Last() : null;

    /// <summary>A definition, or null if it is not registered.</summary>
    public Saga? Find(string name, int version) =>
        _sagas.TryGetValue(name, out var versions) ? versions.GetValueOrDefault(version) : null;

    /// <summary>
    /// Why a saga cannot go on in this program, which does not have its definition; null if it has.
    /// </summary>
    public (string Code, string Reason)? Missing(string name, SagaState state)
    {
        var version = state.DefinitionVersion;
        if (Find(name, version) is not { } saga)
        {
            return (SagaRefusals.VersionNotRegistered,
                $"Version {version} of the definition is not registered in this program.");
        }
        if (state.Fingerprint is null || state.Fingerprint == saga.Fingerprint)
            return null;
        return (SagaRefusals.DefinitionChanged,
            $"Version {version} of the definition has other steps in this program than when the saga began. Register "
            + $"the new steps as version {Latest(name)!.Version + 1}, and version {version} as it was.");
    }

    private void Check(SortedDictionary<int, Saga> versions)
    {
        var latest = versions.Values.Last();
        foreach (var saga in versions.Values)
        {
            if (saga.DataType != latest.DataType)
            {
                throw new ConfigurationException(
                    $"Saga '{saga.Name}' has data of type {saga.DataType} in version {saga.Version} and of type "
                    + $"{latest.DataType} in version {latest.Version}; all versions share one type.");
            }
            CheckSubSagas(saga, [saga.Name]);
        }
    }

    private void CheckSubSagas(Saga saga, IReadOnlyList<string> path)
    {
        foreach (var name in saga.Steps.Select(step => step.SubSaga).OfType<string>())
        {
            if (path.Contains(name, StringComparer.Ordinal))
            {
                throw new ConfigurationException(
                    $"Sagas run each other in a cycle: {string.Join(" -> ", path.Append(name))}.");
            }
            if (Latest(name) is not { } child)
            {
                throw new ConfigurationException(
                    $"Saga '{saga.Name}' version {saga.Version} runs the saga '{name}', which is not registered.");
            }
            CheckSubSagas(child, [.. path, name]);
        }
    }
}

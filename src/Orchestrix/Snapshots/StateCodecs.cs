using System.Collections.Concurrent;
using System.Text.Json;
using Orchestrix.Serialization;

namespace Orchestrix.Snapshots;

/// <summary>The codecs of a silo's state types, each made once.</summary>
internal sealed class StateCodecs(EventTypeRegistry registry)
{
    private readonly JsonSerializerOptions _json = StateJson.CreateOptions(registry.JsonResolvers);
    private readonly ConcurrentDictionary<Type, object?> _codecs = new();

    /// <summary>The codec of a state type, or null if the type carries no <see cref="SnapshotAttribute"/>.</summary>
    /// <exception cref="Errors.ConfigurationException">The state cannot be kept as a snapshot.</exception>
    public StateCodec<TState>? Find<TState>() where TState : class =>
        (StateCodec<TState>?)_codecs.GetOrAdd(typeof(TState), _ =>
            SnapshotPolicy.Of(typeof(TState)) is { } policy ? new StateCodec<TState>(policy, _json) : null);

    /// <summary>Checks a state type when the silo starts.</summary>
    /// <exception cref="Errors.ConfigurationException">The state cannot be kept as a snapshot.</exception>
    public void Check(Type state)
    {
        if (SnapshotPolicy.Of(state) is not null)
            StateContract.Check(state, _json);
    }
}

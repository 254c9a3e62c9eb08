using Bank.Client.Ops;

namespace Bank.Client.Responses;

/// <summary>The cluster.</summary>
/// <param name="Members">The silos, those that are active first; at most 200.</param>
/// <param name="Grains">Activations by type, the most first; at most 200.</param>
public sealed record ClusterResponse(IReadOnlyList<SiloMember> Members, IReadOnlyList<GrainCount> Grains);

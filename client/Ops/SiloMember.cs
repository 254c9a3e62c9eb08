namespace Bank.Client.Ops;

/// <summary>A silo.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address and generation.</param>
/// <param name="Host">The machine.</param>
/// <param name="Status">joining, active, shuttingdown, stopping or dead.</param>
/// <param name="Activations">How many grains are active on it.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="LastAliveAt">When it last said that it lives.</param>
public sealed record SiloMember(
    string Name, string Address, string Host, string Status, int Activations, DateTimeOffset StartedAt,
    DateTimeOffset LastAliveAt);

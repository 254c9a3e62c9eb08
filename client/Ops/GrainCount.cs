namespace Bank.Client.Ops;

/// <summary>How many grains of a type are active.</summary>
/// <param name="Type">The type.</param>
/// <param name="Activations">How many, over all silos.</param>
public sealed record GrainCount(string Type, int Activations);

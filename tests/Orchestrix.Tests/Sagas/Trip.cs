namespace Orchestrix.Tests.Sagas;

/// <summary>The data of the sagas of these tests.</summary>
public sealed record Trip(string Traveller, int Nights = 2);

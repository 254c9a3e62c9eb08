namespace Bank.Client.Responses;

/// <summary>All projections.</summary>
/// <param name="Projections">The projections, by name.</param>
public sealed record ProjectionsResponse(IReadOnlyList<ProjectionResponse> Projections);

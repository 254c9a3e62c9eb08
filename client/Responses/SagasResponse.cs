namespace Bank.Client.Responses;

/// <summary>A page of sagas.</summary>
/// <param name="Sagas">The sagas, parked ones first.</param>
/// <param name="Next">The address of the next page; absent on the last one.</param>
public sealed record SagasResponse(IReadOnlyList<SagaSummaryResponse> Sagas, string? Next);

namespace Orchestrix.Readiness;

/// <summary>Asks the clients that have joined; the key is 0.</summary>
[Alias("orchestrix.client-check-grain")]
internal interface IClientCheckGrain : IGrainWithIntegerKey
{
    [Alias("check")]
    Task<ClientAnswers> CheckAsync(ReadinessProfile profile);

    /// <summary>How many there are.</summary>
    [Alias("count")]
    Task<int> CountAsync();
}

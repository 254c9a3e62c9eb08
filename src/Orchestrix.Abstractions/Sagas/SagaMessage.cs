namespace Orchestrix.Sagas;

/// <summary>Something that happened outside, told to a saga that waits for it or will.</summary>
/// <param name="Id">Chosen by the sender; the same id is the same message for ever.</param>
/// <param name="Name">What a <c>Wait</c> of the definition waits for.</param>
/// <param name="Json">The content as JSON, or null.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.saga-message")]
public sealed record SagaMessage(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] string? Json = null);

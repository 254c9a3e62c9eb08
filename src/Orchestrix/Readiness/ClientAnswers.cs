namespace Orchestrix.Readiness;

/// <summary>What clients have measured of themselves.</summary>
/// <param name="Answers">Those that have answered.</param>
/// <param name="Silent">The names of those that have not.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.client-answers")]
internal sealed record ClientAnswers(
    [property: Id(0)] IReadOnlyList<SiloAnswer> Answers, [property: Id(1)] IReadOnlyList<string> Silent);

namespace Orchestrix.Readiness;

/// <summary>What the sources of one silo have measured.</summary>
/// <param name="Silo">Its name.</param>
/// <param name="Results">A result for each of its checks.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.silo-answer")]
internal sealed record SiloAnswer(
    [property: Id(0)] string Silo, [property: Id(1)] IReadOnlyList<CheckResult> Results);

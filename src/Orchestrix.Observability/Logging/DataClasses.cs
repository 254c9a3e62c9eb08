using Microsoft.Extensions.Compliance.Classification;

namespace Orchestrix.Observability.Logging;

/// <summary>The kinds of data that are redacted in logs.</summary>
public static class DataClasses
{
    /// <summary>The name of the taxonomy.</summary>
    public const string Taxonomy = "Orchestrix";

    /// <summary>
    /// What names an aggregate, which may be the number of an account: keys of streams and of grains. Replaced by a
    /// hash under a secret key, so that one account's messages can be found without knowing whose they are.
    /// </summary>
    public static DataClassification Identifier { get; } = new(Taxonomy, nameof(Identifier));

    /// <summary>What is about a person: names, texts, amounts. Erased.</summary>
    public static DataClassification Personal { get; } = new(Taxonomy, nameof(Personal));
}

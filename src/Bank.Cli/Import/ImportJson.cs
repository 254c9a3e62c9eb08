using System.Text.Json.Serialization;

namespace Bank.Cli.Import;

/// <summary>The JSON of <see cref="ImportSummary"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ImportSummary))]
internal sealed partial class ImportJson : JsonSerializerContext;

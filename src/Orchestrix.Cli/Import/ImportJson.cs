using System.Text.Json.Serialization;

namespace Orchestrix.Cli.Import;

/// <summary>The JSON of <see cref="ImportReport"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ImportReport))]
internal sealed partial class ImportJson : JsonSerializerContext;

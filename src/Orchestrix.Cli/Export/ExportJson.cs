using System.Text.Json.Serialization;

namespace Orchestrix.Cli.Export;

/// <summary>The JSON of <see cref="ExportReport"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ExportReport))]
internal sealed partial class ExportJson : JsonSerializerContext;

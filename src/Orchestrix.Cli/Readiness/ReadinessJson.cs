using System.Text.Json.Serialization;

namespace Orchestrix.Cli.Readiness;

/// <summary>The JSON of runs and records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReadinessDocument))]
internal sealed partial class ReadinessJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Orchestrix.Readiness;

/// <summary>The JSON of waivers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Waiver[]))]
internal sealed partial class WaiverJson : JsonSerializerContext;

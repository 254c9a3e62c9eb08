using System.Text.Json.Serialization;

namespace Orchestrix.Cli.Verify;

/// <summary>The JSON of what is verified and kept.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(AnchorContent))]
[JsonSerializable(typeof(DrillRecord))]
internal sealed partial class VerifyJson : JsonSerializerContext;

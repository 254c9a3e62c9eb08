using System.Text.Json.Serialization;

namespace Orchestrix.Cli.Verify;

/// <summary>The JSON of <see cref="VerifyReport"/> and <see cref="AnchorContent"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(AnchorContent))]
internal sealed partial class VerifyJson : JsonSerializerContext;

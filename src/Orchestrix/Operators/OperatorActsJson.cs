using System.Text.Json.Serialization;

namespace Orchestrix.Operators;

/// <summary>
/// The JSON of operators' acts, generated at compile time. Its shape is a contract; see the golden file.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OperatorActed))]
internal sealed partial class OperatorActsJson : JsonSerializerContext;

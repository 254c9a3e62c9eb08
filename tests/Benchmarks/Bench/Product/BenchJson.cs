using System.Text.Json.Serialization;

namespace Orchestrix.Benchmarks.Product;

/// <summary>The JSON of the benchmark's event, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Added))]
internal sealed partial class BenchJson : JsonSerializerContext;

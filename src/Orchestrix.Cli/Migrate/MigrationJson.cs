using System.Text.Json.Serialization;

namespace Orchestrix.Cli.Migrate;

/// <summary>The JSON of <see cref="MigrationReport"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MigrationReport))]
internal sealed partial class MigrationJson : JsonSerializerContext;

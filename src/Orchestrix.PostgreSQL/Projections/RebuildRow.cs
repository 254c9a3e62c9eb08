using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using Orchestrix.Projections;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>How rebuilds are written in the database.</summary>
internal static partial class RebuildRow
{
    /// <summary>Reads the columns of <c>list_rebuilds.sql</c>.</summary>
    public static (string Name, ProjectionRebuild Rebuild) Read(NpgsqlDataReader reader) => (
        reader.GetString(0),
        new ProjectionRebuild
        {
            State = StateOf(reader.GetString(1)),
            Activation = ActivationOf(reader.GetString(2)),
            RequestedBy = reader.GetString(3),
            RequestedAt = reader.GetFieldValue<DateTimeOffset>(4),
            StartedAt = reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5),
            UpdatedAt = reader.GetFieldValue<DateTimeOffset>(6),
            FinishedAt = reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7),
            Owner = reader.IsDBNull(8) ? null : reader.GetString(8),
            Generation = reader.IsDBNull(9) ? null : reader.GetInt32(9),
            Position = reader.GetInt64(10),
            Target = reader.GetInt64(11),
            EventsPerSecond = reader.GetDouble(12),
            Reason = reader.IsDBNull(13) ? null : reader.GetString(13),
            Comparison = reader.IsDBNull(14)
                ? null
                : JsonSerializer.Deserialize(reader.GetString(14), ComparisonJson.Default.RebuildComparison),
        });

    public static string? Json(RebuildComparison? comparison) => comparison is null
        ? null
        : JsonSerializer.Serialize(comparison, ComparisonJson.Default.RebuildComparison);

    public static string NameOf<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static RebuildState StateOf(string name) => Parse<RebuildState>(name);

    public static RebuildActivation ActivationOf(string name) => Parse<RebuildActivation>(name);

    private static T Parse<T>(string name) where T : struct, Enum =>
        Enum.GetValues<T>().Single(value => NameOf(value) == name);

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, IgnoreReadOnlyProperties = true)]
    [JsonSerializable(typeof(RebuildComparison))]
    private sealed partial class ComparisonJson : JsonSerializerContext;
}

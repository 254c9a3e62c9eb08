using System.Text.Json.Serialization;
using Bank.Cli.Capacity;
using Bank.Cli.Drill.Backup;
using Bank.Cli.Drill.Failover;
using Bank.Cli.Drill.Upgrade;

namespace Bank.Cli.Drill;

/// <summary>The JSON of the reports.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BackupReport))]
[JsonSerializable(typeof(CapacityReport))]
[JsonSerializable(typeof(FailoverReport))]
[JsonSerializable(typeof(UpgradeReport))]
internal sealed partial class DrillJson : JsonSerializerContext;

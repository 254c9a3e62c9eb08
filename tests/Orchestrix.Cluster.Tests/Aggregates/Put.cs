using Orchestrix.Commands;
using Orchestrix.Validation;

namespace Orchestrix.Cluster.Tests.Aggregates;

[GenerateSerializer, Alias("test.put")]
public sealed record Put([property: Id(0)] int Coins) : Command
{
    public override IEnumerable<ValidationError?> Validate() =>
        [Orchestrix.Validation.Validate.NonNegative(nameof(Coins), Coins)];
}

using Orchestrix.Commands;

namespace Orchestrix.Cluster.Tests.Aggregates;

[GenerateSerializer, Alias("test.take")]
public sealed record Take([property: Id(0)] int Coins) : Command;

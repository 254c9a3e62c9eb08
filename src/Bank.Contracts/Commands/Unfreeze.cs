using Orchestrix.Commands;

namespace Bank.Contracts.Commands;

/// <summary>Lets money move again.</summary>
[GenerateSerializer, Immutable, Alias("bank.unfreeze")]
public sealed record Unfreeze : Command;

using Orchestrix.Commands;

namespace Bank.Contracts.Commands;

/// <summary>Closes the account for ever; its balance must be zero.</summary>
[GenerateSerializer, Immutable, Alias("bank.close")]
public sealed record Close : Command;

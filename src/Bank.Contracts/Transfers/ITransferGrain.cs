using Orchestrix.Sagas;

namespace Bank.Contracts.Transfers;

/// <summary>One transfer; the key is its id.</summary>
[Alias("bank.transfer-grain")]
public interface ITransferGrain : ISagaGrain<Transfer>;

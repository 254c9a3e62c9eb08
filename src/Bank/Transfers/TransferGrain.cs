using Bank.Contracts.Transfers;
using Orchestrix.Sagas;

namespace Bank.Transfers;

/// <summary>A transfer as a grain.</summary>
[GrainType("transfer")]
public sealed class TransferGrain : SagaGrain<Transfer>, ITransferGrain;

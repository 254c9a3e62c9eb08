namespace Orchestrix.Benchmarks.Sagas;

/// <summary>What a silo costs that has nothing to do.</summary>
/// <param name="TransactionsPerSecond">Transactions of the database.</param>
/// <param name="ServerPercent">Processor time of PostgreSQL, in percent of one core.</param>
/// <param name="SiloPercent">Processor time of the silo, in percent of one core.</param>
internal sealed record IdleLoad(double TransactionsPerSecond, double ServerPercent, double SiloPercent);

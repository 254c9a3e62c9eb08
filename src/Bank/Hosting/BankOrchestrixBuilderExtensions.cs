using Bank.Accounts;
using Bank.Projections;
using Bank.Transfers;
using Orchestrix.Hosting;

namespace Bank.Hosting;

/// <summary>Adds the bank to a silo.</summary>
public static class BankOrchestrixBuilderExtensions
{
    /// <summary>
    /// Adds the bank's event types, its projections and its sagas. Its grains come with the assembly, which this call
    /// makes sure is loaded.
    /// </summary>
    public static OrchestrixBuilder AddBank(this OrchestrixBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddEvents(BankEventsJson.Default)
            .AddProjection<AccountBalances>()
            .AddProjection<DailyStatements>()
            .AddProjection<BankTotals>()
            .AddProjection<AccountActivities>()
            .AddSaga(new TransferSaga());
    }
}

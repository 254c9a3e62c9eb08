using Bank.Accounts;
using Bank.Partners;
using Bank.Projections;
using Bank.StandingOrders;
using Bank.Transfers;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Hosting;

namespace Bank.Hosting;

/// <summary>Adds the bank to a silo.</summary>
public static class BankOrchestrixBuilderExtensions
{
    /// <summary>
    /// Adds the bank's event types, its projections and its sagas. Its grains come with the assembly, which this call
    /// makes sure is loaded. Standing orders need a reminder service in the silo.
    /// </summary>
    public static OrchestrixBuilder AddBank(this OrchestrixBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<PartnerBankOptions>()
            .Validate(
                static options => options.Banks.Values.All(static bank => bank.IsSound),
                $"PartnerBanks: rates are from 0 to 1, times from zero to {PartnerBankBehavior.MaxTime}.")
            .ValidateOnStart();
        builder.Services.AddOptions<StandingOrderOptions>()
            .Validate(
                static options => options.CheckPeriod > TimeSpan.Zero && options.TransferPatience >= TimeSpan.Zero,
                "StandingOrders: the check period is greater than zero, and the patience not negative.")
            .ValidateOnStart();
        return builder.AddEvents(BankEventsJson.Default)
            .AddProjection<AccountBalances>()
            .AddProjection<DailyStatements>()
            .AddProjection<BankTotals>()
            .AddProjection<AccountActivities>()
            .AddSaga(new TransferSaga());
    }
}

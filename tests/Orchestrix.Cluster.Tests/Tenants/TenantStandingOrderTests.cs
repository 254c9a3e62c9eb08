using Bank.Contracts;
using Bank.Contracts.StandingOrders;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Events;
using Transfer = Bank.Contracts.Transfers.Transfer;

namespace Orchestrix.Cluster.Tests.Tenants;

/// <summary>What a reminder begins is in nobody's name, and stays within the tenant of its grain.</summary>
public sealed class TenantStandingOrderTests : IAsyncLifetime
{
    private BankSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await BankSilo.StartAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task A_standing_order_pays_within_its_tenant()
    {
        foreach (var account in new[] { "acme~payer", "acme~landlord", "globex~landlord", "landlord" })
        {
            Assert.True((await _silo.Account(account).OpenAsync(new("Lia", "EUR"))).IsAccepted);
            Assert.True((await _silo.Account(account).DepositAsync(new(new(50, "EUR")))).IsAccepted);
        }
        CallContext.Set(new EventMetadata { Tenant = "acme" });
        var order = _silo.Grains.GetGrain<IStandingOrderGrain>("acme~rent");
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var opened = await order.OpenAsync(new(
            new Transfer("payer", "landlord", new Money(40, "EUR")),
            new StandingOrderSchedule(StandingOrderFrequency.Monthly, today)));
        Assert.True(opened.IsAccepted);

        await Until.TrueAsync(async () =>
            (await order.GetAsync())!.Executions is [{ Outcome: ExecutionOutcome.Completed }]);

        CallContext.Set(EventMetadata.None);
        Assert.Equal(
            [10, 90, 50, 50],
            [
                await BalanceAsync("acme~payer"), await BalanceAsync("acme~landlord"),
                await BalanceAsync("globex~landlord"), await BalanceAsync("landlord"),
            ]);
        Assert.NotEmpty(await _silo.EventTypesAsync("transfer", "acme~rent.1"));
        await foreach (var one in _silo.Store.ReadLogAsync(0))
            Assert.Equal(one.Stream.Tenant, one.Metadata.Tenant);
    }

    [Fact]
    public async Task A_standing_order_of_another_tenant_is_not_even_woken()
    {
        CallContext.Set(new EventMetadata { Tenant = "acme" });
        var foreign = _silo.Grains.GetGrain<IStandingOrderGrain>("globex~rent");

        await Assert.ThrowsAsync<TenantMismatchException>(() => foreign.ResumeAsync(new()));

        var reminders = _silo.Services.GetRequiredService<IReminderTable>();
        Assert.Empty((await reminders.ReadRows(foreign.GetGrainId())).Reminders);
    }

    [Fact]
    public async Task The_totals_over_all_tenants_are_shown_to_none_of_them()
    {
        var queries = _silo.Grains.GetGrain<IBankQueriesGrain>(0);
        await queries.GetTotalsAsync(0);
        CallContext.Set(new EventMetadata { Tenant = "acme" });

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => queries.GetTotalsAsync(0));
    }

    private async Task<decimal> BalanceAsync(string account) => (await _silo.Account(account).GetAsync())!.Balance;
}

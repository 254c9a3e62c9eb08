using Bank.Contracts;
using Bank.Contracts.Transfers;
using Bank.Partners;
using Microsoft.Extensions.Configuration;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;
using Orleans.Hosting;

namespace Orchestrix.Cluster.Tests.Partners;

/// <summary>Partner banks in a real silo: whatever goes wrong at the door, the books behind it are right.</summary>
public sealed class PartnerBankTests : IAsyncLifetime
{
    private readonly string _id = $"transfer/{Guid.NewGuid():N}/credit";
    private BankSilo _silo = null!;

    public async ValueTask InitializeAsync()
    {
        var ports = FreePorts.Take(2);
        _silo = await BankSilo.StartAsync(ports[0], ports[1], configure: static silo =>
            silo.Configure<PartnerBankOptions>(options =>
            {
                options.Seed = 1;
                options.Banks["fails"] = new PartnerBankBehavior { FailureRate = 1 };
                options.Banks["twice"] = new PartnerBankBehavior { DuplicateRate = 1 };
                options.Banks["dead"] = new PartnerBankBehavior
                {
                    TimeoutRate = 1,
                    LateBy = TimeSpan.FromMilliseconds(50),
                };
                options.Banks["late"] = new PartnerBankBehavior { LateRate = 1, LateBy = TimeSpan.FromSeconds(3) };
                options.Banks["pends"] = new PartnerBankBehavior { SettlesAfter = TimeSpan.FromMilliseconds(200) };
                options.Banks["picky"] = new PartnerBankBehavior { RejectionRate = 0.5 };
            }));
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task A_bank_without_settings_settles_at_once_and_keeps_the_id_for_ever()
    {
        Assert.Equal(PaymentStatus.Settled, await PayAsync("any"));
        Assert.Equal(PaymentStatus.Settled, await PayAsync("any"));
        await Assert.ThrowsAsync<CommandIdReusedException>(() => PayAsync("any", 2));

        Assert.Equal(["payment.settled"], await EventsAsync("any"));
    }

    [Fact]
    public async Task A_bank_that_fails_has_acted_or_not_and_acts_once_however_often_it_is_asked()
    {
        for (var attempt = 0; attempt < 10; attempt++)
            await Assert.ThrowsAsync<PartnerBankException>(() => PayAsync("fails"));

        Assert.Equal(["payment.settled"], await EventsAsync("fails"));
    }

    [Fact]
    public async Task A_bank_that_handles_a_payment_twice_makes_it_once()
    {
        Assert.Equal(PaymentStatus.Settled, await PayAsync("twice"));

        Assert.Equal(["payment.settled"], await EventsAsync("twice"));
    }

    [Fact]
    public async Task A_bank_that_times_out_has_not_acted()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => PayAsync("dead"));

        Assert.Empty(await EventsAsync("dead"));
    }

    [Fact]
    public async Task A_bank_that_answers_late_has_acted_before_and_keeps_nobody_else_waiting()
    {
        var late = PayAsync("late");
        await Until.TrueAsync(async () => (await EventsAsync("late")).Length == 1);

        Assert.False(late.IsCompleted);
        Assert.Equal(PaymentStatus.Settled, await late);
    }

    [Fact]
    public async Task A_payment_that_takes_its_time_is_pending_first_and_settles_once()
    {
        Assert.Equal(PaymentStatus.Pending, await PayAsync("pends"));
        await Until.TrueAsync(async () => await PayAsync("pends") == PaymentStatus.Settled);
        Assert.Equal(PaymentStatus.Settled, await PayAsync("pends"));

        Assert.Equal(["payment.accepted", "payment.settled"], await EventsAsync("pends"));
    }

    [Fact]
    public async Task A_seed_decides_which_payments_are_rejected_and_asking_again_changes_nothing()
    {
        var first = new List<PaymentStatus>();
        for (var number = 0; number < 20; number++)
            first.Add(await Bank("picky").PayAsync(new Payment($"p-{number}", "1", Money.Of(1, "EUR"))));
        await using var other = await OtherAsync();
        var second = new List<PaymentStatus>();
        for (var number = 19; number >= 0; number--)
        {
            second.Insert(0, await other.Grains.GetGrain<IPartnerBankGrain>("picky")
                .PayAsync(new Payment($"p-{number}", "1", Money.Of(1, "EUR"))));
        }

        Assert.Equal(first, second);
        Assert.Contains(PaymentStatus.Rejected, first);
        Assert.Contains(PaymentStatus.Settled, first);
    }

    [Fact]
    public void A_bank_is_configured_by_its_name_whatever_the_case()
    {
        var options = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("PartnerBanks:Seed", "7"),
                new("PartnerBanks:Banks:AB:FailureRate", "0.2"),
                new("PartnerBanks:Banks:AB:SettlesAfter", "00:03:00"),
            ])
            .Build().GetSection("PartnerBanks").Get<PartnerBankOptions>()!;

        Assert.Equal((7, 0.2, TimeSpan.FromMinutes(3)),
            (options.Seed, options.Of("ab").FailureRate, options.Of("ab").SettlesAfter));
        Assert.Equal(0, options.Of("CD").FailureRate);
    }

    [Fact]
    public async Task A_rate_above_one_stops_the_silo()
    {
        var ports = FreePorts.Take(2);
        var wrong = await Assert.ThrowsAnyAsync<Exception>(() => BankSilo.StartAsync(
            ports[0], ports[1], configure: static silo => silo.Configure<PartnerBankOptions>(
                options => options.Banks["AB"] = new PartnerBankBehavior { FailureRate = 1.1 })));

        Assert.Contains("rates are from 0 to 1", wrong.Message, StringComparison.Ordinal);
    }

    private static Task<BankSilo> OtherAsync()
    {
        var ports = FreePorts.Take(2);
        return BankSilo.StartAsync(ports[0], ports[1], configure: static silo =>
            silo.Configure<PartnerBankOptions>(options =>
            {
                options.Seed = 1;
                options.Banks["picky"] = new PartnerBankBehavior { RejectionRate = 0.5 };
            }));
    }

    private IPartnerBankGrain Bank(string name) => _silo.Grains.GetGrain<IPartnerBankGrain>(name);

    private Task<PaymentStatus> PayAsync(string bank, decimal amount = 1) =>
        Bank(bank).PayAsync(new Payment(_id, "12345678", Money.Of(amount, "EUR")));

    private Task<string[]> EventsAsync(string bank) => _silo.EventTypesAsync("partner-payment", $"{bank}/{_id}");
}

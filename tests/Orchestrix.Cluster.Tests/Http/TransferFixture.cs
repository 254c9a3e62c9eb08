using System.Text.Json;
using Bank.Partners;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Events;
using Orleans.Hosting;

namespace Orchestrix.Cluster.Tests.Http;

/// <summary>A silo whose partner banks misbehave, and the API; each test uses its own accounts.</summary>
public sealed class TransferFixture : IAsyncLifetime
{
    private readonly NoonTime _time = new();

    public BankSilo Silo { get; private set; } = null!;

    public BankApi Api { get; private set; } = null!;

    /// <summary>The day of the silo; it does not change under a test.</summary>
    public DateOnly Today => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

    public async ValueTask InitializeAsync()
    {
        var ports = FreePorts.Take(2);
        Silo = await BankSilo.StartAsync(ports[0], ports[1], configure: silo =>
        {
            silo.Services.AddSingleton<TimeProvider>(_time);
            silo.Configure<PartnerBankOptions>(options =>
            {
                options.Seed = 7;
                options.Banks["rejects"] = new PartnerBankBehavior { RejectionRate = 1 };
                options.Banks["fails"] = new PartnerBankBehavior { FailureRate = 0.5, DuplicateRate = 0.5 };
                options.Banks["pends"] = new PartnerBankBehavior { SettlesAfter = TimeSpan.FromMilliseconds(500) };
                options.Banks["slow-rejects"] = new PartnerBankBehavior
                {
                    Latency = TimeSpan.FromSeconds(2),
                    RejectionRate = 1,
                };
            });
        });
        Api = await BankApi.StartAsync(ports[1]);
        await Api.ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Silo.DisposeAsync();
    }

    /// <summary>Opens an account with money in it.</summary>
    public async Task<string> OpenAsync(decimal funds = 100, string currency = "EUR")
    {
        var id = Guid.NewGuid().ToString("N");
        var account = Silo.Account(id);
        Assert.True((await account.OpenAsync(new("Ada", currency))).IsAccepted);
        if (funds > 0)
            Assert.True((await account.DepositAsync(new(new(funds, currency)))).IsAccepted);
        return id;
    }

    /// <summary>What a partner bank has paid for a transfer, in the log and so for ever.</summary>
    public async Task<decimal> PaidAsync(string bank, string transfer)
    {
        var stream = StreamId.For("partner-payment", $"{bank}/transfer/{transfer}/credit");
        return await Silo.Store.ReadStreamAsync(stream, StreamRead.Forwards())
            .Where(static one => one.EventType == "payment.settled")
            .Select(static one => JsonElement.Parse(one.Json.Span).GetProperty("amount").GetProperty("amount"))
            .Select(static amount => amount.GetDecimal())
            .SumAsync(TestContext.Current.CancellationToken);
    }

    public async Task<decimal> BalanceAsync(string account) => (await Silo.Account(account).GetAsync())!.Balance;
}

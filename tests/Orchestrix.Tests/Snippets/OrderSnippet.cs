using Orchestrix.Commands;
using Orchestrix.Hosting;
using Orchestrix.Retry;
using Orchestrix.Sagas;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Tests.Snippets;

[Alias("snippet.payment")]
public interface IPaymentGrain : IGrainWithStringKey
{
    [Alias("pay")]
    Task<CommandResult<string>> PayAsync(string commandId, decimal amount);

    [Alias("refund")]
    Task<CommandResult<string>> RefundAsync(string commandId, string paidAs);
}

[Alias("snippet.inventory")]
public interface IInventoryGrain : IGrainWithStringKey
{
    [Alias("reserve")]
    Task<CommandResult<string>> ReserveAsync(string commandId);

    [Alias("release")]
    Task<CommandResult<string>> ReleaseAsync(string commandId, string reservedAs);
}

// snippet: order-saga
[GenerateSerializer, Alias("shop.order")]
public sealed record Order([property: Id(0)] string Customer, [property: Id(1)] string Article,
    [property: Id(2)] decimal Amount);

public sealed class OrderSaga() : Saga<Order>("order", version: 1)
{
    protected override void Define(SagaBuilder<Order> saga)
    {
        saga.Step("pay", async (order, _) => StepResult.From(
                await Payment(order).PayAsync(order.CommandId, order.Data.Amount)))
            .Compensate(async (order, _) => StepResult.From(
                await Payment(order).RefundAsync(order.CommandId, paidAs: order.ActionCommandId)))
            .Retry(new ExponentialBackoff(maxRetries: 5));

        saga.Step("reserve", async (order, _) => StepResult.From(
                await Inventory(order).ReserveAsync(order.CommandId)))
            .Compensate(async (order, _) => StepResult.From(
                await Inventory(order).ReleaseAsync(order.CommandId, reservedAs: order.ActionCommandId)))
            .Deadline(TimeSpan.FromMinutes(2));

        saga.Wait("confirm", message: "confirmed", timeout: TimeSpan.FromDays(1))
            .When(order => order.Data.Amount > 1000);
    }

    private static IPaymentGrain Payment(SagaContext<Order> order) =>
        order.Grains.GetGrain<IPaymentGrain>(order.Data.Customer);

    private static IInventoryGrain Inventory(SagaContext<Order> order) =>
        order.Grains.GetGrain<IInventoryGrain>(order.Data.Article);
}

[Alias("shop.order-grain")]
public interface IOrderGrain : ISagaGrain<Order>;

[GrainType("order")]
public sealed class OrderGrain : SagaGrain<Order>, IOrderGrain;
// end-snippet

/// <summary>How a silo registers it, and how it is simulated.</summary>
public sealed class OrderSnippet
{
    internal static void Host(OrchestrixBuilder orchestrix) =>
        // snippet: add-saga
        orchestrix.AddSaga(new OrderSaga());
    // end-snippet

    [Fact]
    public void An_order_ends_and_nobody_pays_for_nothing()
    {
        // snippet: simulate-saga
        SagaSimulation.Run(firstSeed: 1, seeds: 100, world =>
        {
            var till = new Till();
            world.AddSaga(new OrderSaga());
            world.Grains.Add<IPaymentGrain>(_ => till).Add<IInventoryGrain>(_ => new SoldOut());
            _ = world.StartAsync("order", "4711", new Order("ada", "lamp", 30));
            return () => Assert.Equal(0, till.Paid);
        });
        // end-snippet
    }

    private sealed class Till : IPaymentGrain
    {
        private readonly HashSet<string> _paid = [];

        public int Paid => _paid.Count;

        public Task<CommandResult<string>> PayAsync(string commandId, decimal amount)
        {
            _paid.Add(commandId);
            return Done();
        }

        public Task<CommandResult<string>> RefundAsync(string commandId, string paidAs)
        {
            _paid.Remove(paidAs);
            return Done();
        }

        private static Task<CommandResult<string>> Done() =>
            Task.FromResult(new CommandResult<string> { Reply = "done" });
    }

    private sealed class SoldOut : IInventoryGrain
    {
        public Task<CommandResult<string>> ReserveAsync(string commandId) => Task.FromResult(
            new CommandResult<string> { Refusal = new Refusal("shop.sold-out", "Sold out.") });

        public Task<CommandResult<string>> ReleaseAsync(string commandId, string reservedAs) =>
            Task.FromResult(new CommandResult<string> { Reply = "done" });
    }
}

using Orchestrix.Retry;
using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>A saga whose steps are made by a test.</summary>
public sealed class TripSaga(Action<SagaBuilder<Trip>> define, string name = "trip", int version = 1)
    : Saga<Trip>(name, version)
{
    protected override void Define(SagaBuilder<Trip> saga) => define(saga);

    /// <summary>Three steps, one after the other, each with a compensation.</summary>
    public static TripSaga Sequential(int retries = 3) => new(saga =>
    {
        Buy(saga, "flight", retries);
        Buy(saga, "hotel", retries);
        Buy(saga, "car", retries);
    });

    /// <summary>A step that buys in the shop of its own name.</summary>
    public static SagaStepBuilder<Trip> Buy(SagaBuilder<Trip> saga, string name, int retries = 3) =>
        saga.Step(name, (context, _) => Shop(context).BuyAsync(context.CommandId))
            .Compensate((context, _) => Shop(context).TakeBackAsync(context.CommandId, context.ActionCommandId))
            .Retry(new FixedDelay(retries))
            .CompensationRetry(new FixedDelay(retries));

    private static IShopGrain Shop(SagaContext context) => context.Grains.GetGrain<IShopGrain>(context.Step);
}

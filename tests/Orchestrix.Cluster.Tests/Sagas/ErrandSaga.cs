using Orchestrix.Cluster.Tests.Aggregates;
using Orchestrix.Errors;
using Orchestrix.Retry;
using Orchestrix.Sagas;

namespace Orchestrix.Cluster.Tests.Sagas;

/// <summary>Takes from one purse and puts into the other; with a wait in between in version 2.</summary>
public sealed class ErrandSaga(int version = 1) : Saga<Errand>("errand", version)
{
    protected override void Define(SagaBuilder<Errand> saga)
    {
        ArgumentNullException.ThrowIfNull(saga);
        saga.Step("take", async (errand, _) =>
            {
                var take = new Take(errand.Data.Coins) { CommandId = errand.CommandId };
                return StepResult.From(await Purse(errand, errand.Data.From).Take(take));
            })
            .Compensate(async (errand, _) =>
            {
                var put = new Put(errand.Data.Coins) { CommandId = errand.CommandId };
                return StepResult.From(await Purse(errand, errand.Data.From).Put(put));
            })
            .Retry(new FixedDelay(5, TimeSpan.FromMilliseconds(50)));
        if (Version > 1)
            saga.Wait("decision", "go", TimeSpan.FromHours(1));
        saga.Step("put", async (errand, _) => StepResult.From(
                await Purse(errand, errand.Data.To).Put(new Put(errand.Data.Coins) { CommandId = errand.CommandId })))
            // A purse calls nobody: one that refuses has done nothing.
            .Classify(static exception => exception is TenantMismatchException ? StepFailureKind.Final : null);
    }

    private static IPurseGrain Purse(SagaContext saga, string key) => saga.Grains.GetGrain<IPurseGrain>(key);
}

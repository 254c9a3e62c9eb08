using Orchestrix.Sagas;
using Orchestrix.Validation;

namespace Orchestrix.Tests.Sagas;

/// <summary>Sagas that run while a new version with stricter rules is deployed.</summary>
public sealed class SagaDeployTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_part_that_was_started_goes_on_though_the_rules_would_refuse_it_now()
    {
        var papers = new Papers();
        var bench = new SagaBench(papers, new TripSaga(saga =>
        {
            TripSaga.Buy(saga, "flight");
            saga.SubSaga("papers", "papers", static context => context.Data);
        }));
        bench.Shop("visa").Answer = _ => bench.World.Time.Elapsed < 2 * Minute ? StepResult.Pending(Minute) : null;
        bench.Start(TimeSpan.FromSeconds(1));
        papers.IsStrict = true;

        bench.World.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal(SagaStatus.Completed, bench.View.Status);
        Assert.Equal((1, 1), (bench.Shop("flight").Sold, bench.Shop("visa").Sold));
    }

    private sealed class Papers() : Saga<Trip>("papers", version: 1)
    {
        public bool IsStrict { get; set; }

        protected override void Define(SagaBuilder<Trip> saga) => TripSaga.Buy(saga, "visa");

        protected override IEnumerable<ValidationError?> Validate(Trip data) =>
            [IsStrict ? Orchestrix.Validation.Validate.NotEmpty(nameof(data.Traveller), "") : null];
    }
}

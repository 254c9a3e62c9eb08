using Orchestrix.Errors;
using Orchestrix.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>A definition that cannot work stops the host, with a message that says why.</summary>
public sealed class SagaDefinitionTests
{
    private static Func<SagaContext<Trip>, CancellationToken, Task<StepResult>> Nothing =>
        static (_, _) => Task.FromResult(StepResult.Done());

    public static TheoryData<string, Action<SagaBuilder<Trip>>> Faults => new()
    {
        { "has no steps", static _ => { } },
        { "has no compensation", static saga => { saga.Step("a", Nothing); saga.Step("b", Nothing); } },
        { "has no compensation", static saga => saga.Parallel(a => a.Step("a", Nothing), b => b.Step("b", Nothing)) },
        { "two steps are called 'a'", static saga => { Buy(saga, "a"); Buy(saga, "a"); } },
        { "in a cycle: a, b", static saga => { Buy(saga, "a").After("b"); Buy(saga, "b").After("a"); } },
        { "in a cycle: a", static saga => Buy(saga, "a").After("a") },
        { "which is not a step", static saga => Buy(saga, "a").After("x") },
        { "deadline of step 'a'", static saga => Buy(saga, "a").Deadline(TimeSpan.Zero) },
        { "time-out of an attempt", static saga => Buy(saga, "a").AttemptTimeout(TimeSpan.FromSeconds(-1)) },
        { "nothing to undo", static saga => Buy(saga, "a").NothingToUndo() },
        { "the step name 'a/b'", static saga => Buy(saga, "a/b") },
        { "without a proper name", static saga => saga.Wait("a", "", TimeSpan.FromHours(1)) },
        { "more than 100 steps", static saga =>
            {
                for (var index = 0; index <= SagaLimits.MaxSteps; index++)
                    Buy(saga, $"s{index}");
            }
        },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_faulty_definition_is_refused(string fault, Action<SagaBuilder<Trip>> define)
    {
        var refused = Assert.Throws<ConfigurationException>(() => new SagaRegistry([new TripSaga(define)]));

        Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("Saga 'trip' version 1: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sagas_that_run_each_other_or_one_that_is_not_there_are_refused()
    {
        var (a, b) = (Running("a", "b"), Running("b", "a"));

        Assert.Contains("in a cycle: a -> b -> a",
            Assert.Throws<ConfigurationException>(() => new SagaRegistry([a, b])).Message, StringComparison.Ordinal);
        Assert.Contains("not registered",
            Assert.Throws<ConfigurationException>(() => new SagaRegistry([a])).Message, StringComparison.Ordinal);

        static TripSaga Running(string name, string other) =>
            new(saga => saga.SubSaga("other", other, context => context.Data), name);
    }

    [Fact]
    public void New_sagas_begin_with_the_highest_version()
    {
        var registry = new SagaRegistry([Version(2), Version(10), Version(1)]);

        Assert.Equal(10, registry.Latest("trip")!.Version);
        Assert.Equal(2, registry.Find("trip", 2)!.Version);
        Assert.Null(registry.Find("trip", 3));

        static TripSaga Version(int version) => new(saga => Buy(saga, "a"), version: version);
    }

    [Fact]
    public void The_bucket_of_a_saga_never_changes() =>
        Assert.Equal([14, 11], new[] { "transfer/1", "order/ž" }.Select(id =>
            SagaBucket.Of(Orchestrix.Events.StreamId.Parse(id))));

    private static SagaStepBuilder<Trip> Buy(SagaBuilder<Trip> saga, string name) => TripSaga.Buy(saga, name);
}

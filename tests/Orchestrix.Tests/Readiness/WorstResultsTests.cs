using Orchestrix.Readiness;

namespace Orchestrix.Tests.Readiness;

/// <summary>What several silos say is one result.</summary>
public sealed class WorstResultsTests
{
    private static readonly ReadinessCheck _check = new(
        "group.check", "title", CheckSeverity.Major, ReadinessProfile.Staging, "why", "mend");

    [Fact]
    public void Silos_that_agree_are_not_named() =>
        Assert.Equal((CheckOutcome.Passed, "fine"), Of((CheckOutcome.Passed, "fine"), (CheckOutcome.Passed, "fine")));

    [Fact]
    public void One_that_fails_is_named_and_the_others_are_not() => Assert.Equal(
        (CheckOutcome.Failed, "silo-2: bad"),
        Of((CheckOutcome.Passed, "fine"), (CheckOutcome.Failed, "bad"), (CheckOutcome.Unknown, "dark")));

    [Fact]
    public void What_differs_is_told_of_each() => Assert.Equal(
        (CheckOutcome.Failed, "silo-1, silo-3: bad; silo-2: worse"),
        Of((CheckOutcome.Failed, "bad"), (CheckOutcome.Failed, "worse"), (CheckOutcome.Failed, "bad")));

    [Theory]
    [InlineData(CheckOutcome.Unknown, CheckOutcome.Passed)]
    [InlineData(CheckOutcome.Passed, CheckOutcome.NotApplicable)]
    [InlineData(CheckOutcome.Failed, CheckOutcome.Unknown)]
    public void The_worse_outcome_counts(CheckOutcome worse, CheckOutcome better)
    {
        Assert.Equal(worse, Of((worse, "a"), (better, "b")).Outcome);
        Assert.Equal(worse, Of((better, "b"), (worse, "a")).Outcome);
    }

    private static (CheckOutcome Outcome, string Evidence) Of(params (CheckOutcome Outcome, string Evidence)[] silos)
    {
        var result = WorstResults.Of([
            .. silos.Select(static (silo, index) => new SiloAnswer(
                $"silo-{index + 1}", [_check.Result(silo.Outcome, silo.Evidence)])),
        ]).Single();
        return (result.Outcome, result.Evidence);
    }
}

using Orchestrix.Readiness;

namespace Orchestrix.Tests.Readiness;

/// <summary>When a waiver counts, and what is said where it does not.</summary>
public sealed class WaiverTests
{
    private static readonly DateOnly _today = new(2026, 5, 31);

    [Theory]
    [InlineData(0, CheckOutcome.Waived)]
    [InlineData(1, CheckOutcome.Waived)]
    [InlineData(-1, CheckOutcome.Failed)]
    public void It_counts_until_its_last_day(int daysFromToday, CheckOutcome outcome)
    {
        var judged = Judge([Waiver("a.one", _today.AddDays(daysFromToday))]);

        Assert.Equal(outcome, judged.Results[0].Outcome);
        Assert.Equal(outcome == CheckOutcome.Waived ? 0 : 1, judged.Troubles.Count);
        Assert.EndsWith(
            outcome == CheckOutcome.Waived ? ": reason" : "; the waiver by ada ended on 2026-05-30",
            judged.Results[0].Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(91, false)]
    public void It_ends_within_ninety_days(int daysFromToday, bool counts)
    {
        var judged = Judge([Waiver("a.one", _today.AddDays(daysFromToday))]);

        Assert.Equal(counts ? CheckOutcome.Waived : CheckOutcome.Failed, judged.Results[0].Outcome);
        if (counts)
        {
            Assert.Empty(judged.Troubles);
            return;
        }
        Assert.Equal(
            "The waiver of a.one by ada ends on 2026-08-30, more than 90 days ahead, and does not count: choose an "
            + "earlier day, and decide anew then.", Assert.Single(judged.Troubles));
    }

    [Fact]
    public void Only_what_failed_is_waived()
    {
        var judged = Judge([Waiver("a.two", _today), Waiver("a.three", _today)]);

        Assert.Equal(
            [CheckOutcome.Failed, CheckOutcome.Passed, CheckOutcome.Unknown],
            judged.Results.Select(static one => one.Outcome));
        Assert.Empty(judged.Troubles);
    }

    [Theory]
    [InlineData(CheckSeverity.Critical, ReadinessProfile.Production, CheckOutcome.Failed)]
    [InlineData(CheckSeverity.Major, ReadinessProfile.Production, CheckOutcome.Failed)]
    [InlineData(CheckSeverity.Minor, ReadinessProfile.Production, CheckOutcome.Unknown)]
    [InlineData(CheckSeverity.Critical, ReadinessProfile.Staging, CheckOutcome.Unknown)]
    public void Production_takes_no_ignorance_of_what_is_dangerous(
        CheckSeverity severity, ReadinessProfile profile, CheckOutcome outcome)
    {
        var check = Check("a.dark") with { Severity = severity };

        var judged = WaiverFile.Judge(
            [], [check.Result(CheckOutcome.Unknown, "give --lamp")], profile, _today, isEverything: true);

        Assert.Equal(outcome, judged.Results[0].Outcome);
        Assert.EndsWith("give --lamp", judged.Results[0].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Ignorance_can_be_waived()
    {
        var judged = WaiverFile.Judge(
            [Waiver("a.dark", _today)], [Check("a.dark").Result(CheckOutcome.Unknown, "give --lamp")],
            ReadinessProfile.Production, _today, isEverything: true);

        Assert.Equal(CheckOutcome.Waived, judged.Results[0].Outcome);
    }

    [Fact]
    public void Of_two_neither_counts()
    {
        var judged = Judge([Waiver("a.one", _today), Waiver("a.one", _today)]);

        Assert.Equal(CheckOutcome.Failed, judged.Results[0].Outcome);
        Assert.Equal(["Two waivers name the check 'a.one'; keep one."], judged.Troubles);
    }

    [Fact]
    public void One_of_no_check_is_told_where_all_checks_are_known()
    {
        Assert.Single(Judge([Waiver("a.four", _today)]).Troubles);
        Assert.Empty(Judge([Waiver("a.four", _today)], isEverything: false).Troubles);
    }

    private static Waiver Waiver(string check, DateOnly until) => new(check, "ada", "reason", until);

    private static WaivedResults Judge(Waiver[] waivers, bool isEverything = true) => WaiverFile.Judge(
        waivers,
        [
            Check("a.one").Judge(false, "bad"), Check("a.two").Judge(true, "good"),
            Check("a.three").Result(CheckOutcome.Unknown, "dark"),
        ],
        ReadinessProfile.Staging, _today, isEverything);

    private static ReadinessCheck Check(string id) => new(
        id, "title", CheckSeverity.Major, ReadinessProfile.Staging, "why", "mend");
}

using CsCheck;
using Orchestrix.Events;

namespace Orchestrix.Tests.Events;

public sealed class ExpectedVersionTests
{
    [Fact]
    public void The_default_expects_a_stream_that_does_not_exist()
    {
        Assert.Equal(ExpectedVersion.NoStream, default);
        Assert.Equal(ExpectedVersion.NoStream, ExpectedVersion.Exactly(0));
        Assert.True(default(ExpectedVersion).IsMetBy(0));
        Assert.False(default(ExpectedVersion).IsMetBy(1));
    }

    [Fact]
    public void An_exact_version_is_met_by_that_version_alone() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Long[0, long.MaxValue]).Sample((expected, actual) =>
            ExpectedVersion.Exactly(expected).IsMetBy(actual) == (expected == actual)
            && ExpectedVersion.Exactly(expected).IsMetBy(expected));

    [Fact]
    public void Any_is_met_by_every_version_and_equals_no_exact_version() =>
        Gen.Long[0, long.MaxValue].Sample(actual =>
            ExpectedVersion.Any.IsMetBy(actual) && ExpectedVersion.Any != ExpectedVersion.Exactly(actual));

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_negative_version_is_refused(long version) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ExpectedVersion.Exactly(version));

    [Fact]
    public void The_text_of_an_expectation_is_its_number_or_any()
    {
        Assert.Equal("any", ExpectedVersion.Any.ToString());
        Assert.Equal("12", ExpectedVersion.Exactly(12).ToString());
    }
}

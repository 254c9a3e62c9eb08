using CsCheck;
using Orchestrix.Validation;

namespace Orchestrix.Tests.Validation;

public sealed class ValidateTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\t\r\n\u00A0\u2003")]
    public void White_space_counts_as_empty(string? text)
    {
        Assert.Equal("not-empty", Validate.NotEmpty("Owner", text)?.Code);
        Assert.Equal("min-length", Validate.MinLength("Owner", text, 1)?.Code);
    }

    [Fact]
    public void A_text_with_one_visible_character_is_not_empty() =>
        Assert.Null(Validate.NotEmpty("Owner", "  x "));

    [Fact]
    public void Not_a_number_passes_no_check()
    {
        Assert.NotNull(Validate.Positive("Rate", double.NaN));
        Assert.NotNull(Validate.NonNegative("Rate", double.NaN));
        Assert.NotNull(Validate.InRange("Rate", double.NaN, 0, 1));
        Assert.NotNull(Validate.InRange("Rate", float.NaN, float.NegativeInfinity, float.PositiveInfinity));
        Assert.NotNull(Validate.InRange("Rate", 0.5, double.NaN, double.NaN));
    }

    [Fact]
    public void Positive_accepts_exactly_the_numbers_above_zero()
    {
        Gen.Decimal.Sample(value => Validate.Positive("Amount", value) is null == value > 0);
        Assert.Equal("positive", Validate.Positive("Amount", 0)?.Code);
        Assert.NotNull(Validate.Positive("Amount", -0.0));
    }

    [Fact]
    public void NonNegative_accepts_exactly_zero_and_the_numbers_above()
    {
        Gen.Decimal.Sample(value => Validate.NonNegative("Amount", value) is null == value >= 0);
        Assert.Null(Validate.NonNegative("Amount", 0m));
        Assert.Equal("non-negative", Validate.NonNegative("Amount", -1L)?.Code);
    }

    [Fact]
    public void InRange_accepts_exactly_the_numbers_between_the_bounds_and_the_bounds() =>
        Gen.Select(Gen.Int[-50, 50], Gen.Int[-50, 50], Gen.Int[-50, 50]).Sample((value, minimum, maximum) =>
            Validate.InRange("Rate", value, minimum, maximum) is null == (minimum <= value && value <= maximum));

    [Fact]
    public void MinLength_does_not_count_the_white_space_around_the_text()
    {
        Assert.Null(Validate.MinLength("Owner", " ab ", 2));
        Assert.Equal("min-length", Validate.MinLength("Owner", " ab ", 3)?.Code);
    }

    [Fact]
    public void MaxLength_counts_every_character()
    {
        Assert.Null(Validate.MaxLength("Owner", null, 0));
        Assert.Null(Validate.MaxLength("Owner", "abc", 3));
        Assert.Equal("max-length", Validate.MaxLength("Owner", "abc ", 3)?.Code);
    }

    [Fact]
    public void OneOf_compares_text_ordinally()
    {
        Assert.Null(Validate.OneOf("Currency", "CZK", "EUR", "CZK"));
        Assert.Equal("one-of", Validate.OneOf("Currency", "czk", "EUR", "CZK")?.Code);
        Assert.NotNull(Validate.OneOf("Currency", "CZK"));
    }

    [Fact]
    public void An_error_names_the_field_and_the_limit_but_never_the_refused_value()
    {
        const string secret = "4111-1111-1111-1111";
        ValidationError?[] errors =
        [
            Validate.MaxLength("Owner", secret, 3),
            Validate.MinLength("Owner", secret, 30),
            Validate.OneOf("Owner", secret, "a", "b"),
        ];

        foreach (var error in errors)
        {
            Assert.Equal("Owner", error?.Field);
            Assert.Contains("Owner", error?.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, error?.Message, StringComparison.Ordinal);
        }
        Assert.Contains("3", errors[0]?.Message, StringComparison.Ordinal);
    }
}

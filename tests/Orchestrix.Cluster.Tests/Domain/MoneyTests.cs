using System.Text.Json;
using Bank.Contracts;

namespace Orchestrix.Cluster.Tests.Domain;

public class MoneyTests
{
    [Theory]
    [InlineData("10", "EUR", "10.00")]
    [InlineData("10.000", "EUR", "10.00")]
    [InlineData("10.5", "JPY", "10.5")]
    [InlineData("10.0", "JPY", "10")]
    [InlineData("1.234", "KWD", "1.234")]
    [InlineData("79228162514264337593543950335", "EUR", "79228162514264337593543950335")]
    public void An_amount_takes_the_scale_of_its_currency(string amount, string currency, string expected) =>
        Assert.Equal(expected,
            new Money(Decimal(amount), currency).Amount.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("0.001", "EUR", "over-precise")]
    [InlineData("0.5", "JPY", "over-precise")]
    [InlineData("1", "XXX", "unknown-currency")]
    [InlineData("1", "eur", "unknown-currency")]
    [InlineData("1", "", "unknown-currency")]
    [InlineData("1000000000000.01", "EUR", "in-range")]
    [InlineData("-1000000000000.01", "EUR", "in-range")]
    public void An_unsound_amount_is_reported_and_refused(string amount, string currency, string code)
    {
        Assert.Equal(code, Assert.Single(new Money(Decimal(amount), currency).Check("Amount")).Code);
        Assert.Throws<ArgumentException>(() => Money.Of(Decimal(amount), currency));
    }

    [Fact]
    public void The_greatest_amount_is_sound() => Assert.Empty(new Money(Money.MaxAmount, "EUR").Check("Amount"));

    [Fact]
    public void The_default_value_is_reported() => Assert.NotEmpty(default(Money).Check("Amount"));

    [Fact]
    public void Amounts_of_two_currencies_are_never_combined()
    {
        var (euro, dollar) = (Money.Of(1, "EUR"), Money.Of(1, "USD"));
        Assert.Throws<InvalidOperationException>(() => euro + dollar);
        Assert.Throws<InvalidOperationException>(() => euro - dollar);
        Assert.Throws<InvalidOperationException>(() => euro < dollar);
        Assert.Throws<InvalidOperationException>(() => euro.CompareTo(dollar));
        Assert.NotEqual(euro, dollar);
    }

    [Fact]
    public void Arithmetic_is_exact()
    {
        var tenth = Money.Of(0.1m, "EUR");
        Assert.Equal(Money.Of(0.3m, "EUR"), tenth + tenth + tenth);
        Assert.Equal(Money.Zero("EUR"), tenth - tenth);
        Assert.Equal(Money.Of(-0.1m, "EUR"), -tenth);
    }

    [Fact]
    public void Json_holds_the_amount_and_the_currency_and_needs_both()
    {
        Assert.Equal("""{"Amount":10.00,"Currency":"EUR"}""", JsonSerializer.Serialize(Money.Of(10, "EUR")));
        var strict = new JsonSerializerOptions { RespectRequiredConstructorParameters = true };
        Assert.Equal(Money.Of(10, "EUR"),
            JsonSerializer.Deserialize<Money>("""{"Currency":"EUR","Amount":10}""", strict));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Money>("""{"Currency":"EUR"}""", strict));
    }

    private static decimal Decimal(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

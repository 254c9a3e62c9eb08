using System.Globalization;
using System.Text.Json.Serialization;
using Orchestrix.Validation;

namespace Bank.Contracts;

/// <summary>
/// An exact amount in one currency; a decimal, never binary floating point. Amounts of different currencies are never
/// added or compared: that throws instead of giving a wrong number.
/// </summary>
/// <remarks>
/// The constructor accepts what a caller sent, so that a command can report everything that is wrong with it at once:
/// commands call <see cref="Check(string)"/> before an amount is used. <see cref="Of"/> is for code that knows its
/// amount. The scale is normalized to the currency's smallest unit, so 10 EUR and 10.000 EUR are one value with one
/// JSON.
/// </remarks>
[GenerateSerializer, Immutable, Alias("bank.money")]
public readonly record struct Money
{
    /// <summary>The greatest amount of a booking, and of a balance: one million millions.</summary>
    public const decimal MaxAmount = 1_000_000_000_000m;

    /// <summary>Takes an amount as it was sent; nothing is checked yet.</summary>
    /// <param name="amount">The amount, in the currency's main unit.</param>
    /// <param name="currency">ISO 4217 code in capitals, one of <see cref="Currencies.Codes"/>.</param>
    [JsonConstructor]
    public Money(decimal amount, string currency) => (Amount, Currency) = (Normalize(amount, currency), currency);

    /// <summary>The amount, in the currency's main unit.</summary>
    [Id(0)]
    public decimal Amount { get; }

    /// <summary>ISO 4217 code.</summary>
    [Id(1)]
    public string Currency { get; }

    /// <summary>A checked amount.</summary>
    /// <exception cref="ArgumentException">The currency is unknown, or the amount is over-precise or too
    /// large.</exception>
    public static Money Of(decimal amount, string currency)
    {
        var money = new Money(amount, currency);
        return money.Check(nameof(amount)).FirstOrDefault() is { } error
            ? throw new ArgumentException(error.Message, nameof(amount))
            : money;
    }

    /// <summary>Nothing, in <paramref name="currency"/>.</summary>
    public static Money Zero(string currency) => new(0m, currency);

    /// <summary>Adds two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator +(Money left, Money right) => new(left.Amount + right.In(left), left.Currency);

    /// <summary>Subtracts two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator -(Money left, Money right) => new(left.Amount - right.In(left), left.Currency);

    /// <summary>The opposite amount.</summary>
    public static Money operator -(Money value) => new(-value.Amount, value.Currency);

    /// <summary>Compares two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static bool operator <(Money left, Money right) => left.Amount < right.In(left);

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(Money left, Money right) => left.Amount > right.In(left);

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(Money left, Money right) => left.Amount <= right.In(left);

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(Money left, Money right) => left.Amount >= right.In(left);

    /// <summary>The same as the operator +.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public Money Add(Money other) => this + other;

    /// <summary>The same as the operator -.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public Money Subtract(Money other) => this - other;

    /// <summary>The same as the unary operator -.</summary>
    public Money Negate() => -this;

    /// <summary>Compares two amounts of one currency: negative, zero or positive.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public int CompareTo(Money other) => Amount.CompareTo(other.In(this));

    /// <summary>
    /// What is wrong with this amount: an unknown currency, more decimals than the currency has, or more than
    /// <see cref="MaxAmount"/>. Says nothing about the sign.
    /// </summary>
    /// <param name="field">The name under which errors of the amount are reported; those of the currency are under
    /// Currency.</param>
    public IEnumerable<ValidationError> Check(string field)
    {
        var unfit = CheckCurrency(field);
        var tooLarge = Validate.InRange(field, Amount, -MaxAmount, MaxAmount);
        // Every command passes here and nearly every amount is sound, so that case makes no list.
        return unfit is null && tooLarge is null ? [] : new[] { unfit, tooLarge }.OfType<ValidationError>();
    }

    /// <summary>The amount and the currency, for example <c>12.50 EUR</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency}");

    private ValidationError? CheckCurrency(string field)
    {
        if (!Currencies.TryGetMinorUnits(Currency, out var units))
        {
            return new(nameof(Currency), "unknown-currency",
                $"Currency must be an ISO 4217 code that the bank deals in: {string.Join(", ", Currencies.Codes)}.");
        }
        return decimal.Round(Amount, units) == Amount
            ? null
            : new(field, "over-precise", $"{field} must have at most {units} decimals in {Currency}.");
    }

    private decimal In(Money other) => string.Equals(Currency, other.Currency, StringComparison.Ordinal)
        ? Amount
        : throw new InvalidOperationException($"Amounts in {other.Currency} and {Currency} cannot be combined.");

    private static decimal Normalize(decimal amount, string currency)
    {
        if (!Currencies.TryGetMinorUnits(currency, out var units))
            return amount;
        var rounded = decimal.Round(amount, units);
        // An addend with the wanted scale pads with zeros; an amount too long for that keeps the scale it has.
        return rounded == amount ? rounded + new decimal(0, 0, 0, false, (byte)units) : amount;
    }
}

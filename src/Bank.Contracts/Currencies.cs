using System.Collections.Frozen;

namespace Bank.Contracts;

/// <summary>
/// The currencies that the bank deals in, with the number of decimals of their smallest unit. Source: ISO 4217, list
/// one. A code that is not here is refused, because guessing its decimals could lose money.
/// </summary>
public static class Currencies
{
    private static readonly FrozenDictionary<string, int> MinorUnitsByCode = new Dictionary<string, int>
    {
        ["AUD"] = 2,
        ["BHD"] = 3,
        ["BRL"] = 2,
        ["CAD"] = 2,
        ["CHF"] = 2,
        ["CNY"] = 2,
        ["CZK"] = 2,
        ["DKK"] = 2,
        ["EUR"] = 2,
        ["GBP"] = 2,
        ["HKD"] = 2,
        ["HUF"] = 2,
        ["INR"] = 2,
        ["ISK"] = 0,
        ["JPY"] = 0,
        ["KRW"] = 0,
        ["KWD"] = 3,
        ["MXN"] = 2,
        ["NOK"] = 2,
        ["NZD"] = 2,
        ["PLN"] = 2,
        ["RON"] = 2,
        ["SEK"] = 2,
        ["SGD"] = 2,
        ["TND"] = 3,
        ["TRY"] = 2,
        ["USD"] = 2,
        ["ZAR"] = 2,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All known codes, in alphabetical order.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. MinorUnitsByCode.Keys.Order(StringComparer.Ordinal)];

    /// <summary>True if <paramref name="code"/> is a known code, in capitals.</summary>
    public static bool IsKnown(string? code) => code is not null && MinorUnitsByCode.ContainsKey(code);

    /// <summary>Number of decimals of the smallest unit: 2 for EUR, 0 for JPY.</summary>
    /// <exception cref="ArgumentException">The code is not known.</exception>
    public static int MinorUnits(string code) => TryGetMinorUnits(code, out var units)
        ? units
        : throw new ArgumentException("The currency is not known; see Currencies.Codes.", nameof(code));

    internal static bool TryGetMinorUnits(string? code, out int units)
    {
        units = 0;
        return code is not null && MinorUnitsByCode.TryGetValue(code, out units);
    }
}

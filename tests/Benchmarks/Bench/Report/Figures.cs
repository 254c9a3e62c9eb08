using System.Globalization;

namespace Orchestrix.Benchmarks.Report;

/// <summary>Numbers as people read them: three significant digits.</summary>
internal static class Figures
{
    private const string None = "–";

    public static string Short(double? value) => value is not { } number ? None : Math.Abs(number) switch
    {
        >= 100 => number.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => number.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 or 0 => number.ToString("0.00", CultureInfo.InvariantCulture),
        >= 0.1 => number.ToString("0.000", CultureInfo.InvariantCulture),
        _ => number.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    /// <summary>The median, and the range behind it if it is one.</summary>
    public static string Range(Spread? spread)
    {
        if (spread is null)
            return None;
        var (median, min, max) = (Short(spread.Median), Short(spread.Min), Short(spread.Max));
        return min == max ? median : $"{median} ({min}–{max})";
    }
}

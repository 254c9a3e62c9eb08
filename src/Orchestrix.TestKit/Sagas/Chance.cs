using System.Globalization;

namespace Orchestrix.TestKit.Sagas;

/// <summary>
/// All chance of a simulation. The n-th draw depends on the seed and n alone, so that a fault that is left out does not
/// change the draws that follow.
/// </summary>
internal sealed class Chance(ulong seed, double intensity, IReadOnlySet<int>? only = null) : Random
{
    private readonly List<(int Number, string What)> _faults = [];
    private int _number;
    private ulong _picks;

    /// <summary>Faults that happened, by the numbers under which they can be asked for again.</summary>
    public IReadOnlyList<(int Number, string What)> Faults => _faults;

    /// <summary>True if a fault happens now.</summary>
    public bool Fault(double probability, VirtualTime time, string what)
    {
        var number = _number++;
        if (Draw(0x51ed_270b, (ulong)number) >= probability * intensity || only?.Contains(number) == false)
            return false;
        _faults.Add((number, string.Create(CultureInfo.InvariantCulture,
            $"#{number} at {time.Elapsed.TotalSeconds:0.000} s: {what}")));
        return true;
    }

    /// <summary>A number from 0 up to, and not including, the one given.</summary>
    public int Pick(int count) => (int)(Draw(0x9e37_79b9, _picks++) * count);

    /// <inheritdoc/>
    protected override double Sample() => Draw(0x85eb_ca6b, _picks++);

    /// <inheritdoc/>
    public override double NextDouble() => Sample();

    // SplitMix64, as published by Steele, Lea and Flood in "Fast splittable pseudorandom number generators" (2014).
    private double Draw(ulong stream, ulong number)
    {
        var z = unchecked((seed * 0x9e37_79b9_7f4a_7c15) + (stream << 32) + ((number + 1) * 0xd1b5_4a32_d192_ed03));
        z = unchecked((z ^ (z >> 30)) * 0xbf58_476d_1ce4_e5b9);
        z = unchecked((z ^ (z >> 27)) * 0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        return (z >> 11) * (1.0 / (1UL << 53));
    }
}

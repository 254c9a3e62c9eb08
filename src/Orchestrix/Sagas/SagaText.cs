using System.Text;

namespace Orchestrix.Sagas;

/// <summary>Texts from anywhere, made fit to be kept.</summary>
internal static class SagaText
{
    /// <summary>Without control characters and halves of characters, and not longer than is kept.</summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > SagaLimits.MaxTextLength)
                break;
            clean.Append(Rune.IsControl(rune) ? ' ' : rune);
        }
        return clean.ToString();
    }
}

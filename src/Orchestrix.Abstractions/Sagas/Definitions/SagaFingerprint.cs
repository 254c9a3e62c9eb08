using System.Security.Cryptography;
using System.Text;

namespace Orchestrix.Sagas;

/// <summary>
/// A short text that stands for what a running saga relies on: which steps there are, in what order, and whether each
/// can be undone. Times, retries and the functions themselves may change within a version.
/// </summary>
internal static class SagaFingerprint
{
    /// <summary>16 hexadecimal digits. Recorded with running sagas: what goes into it never changes.</summary>
    public static string Of(IEnumerable<SagaStepDefinition> steps)
    {
        var text = string.Join('\n', steps.OrderBy(static step => step.Name, StringComparer.Ordinal).Select(Line));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }

    private static string Line(SagaStepDefinition step) => string.Join('|',
        step.Name, step.Kind, string.Join(',', step.DependsOn.Order(StringComparer.Ordinal)), step.Message,
        step.SubSaga, step.HasCompensation ? "undo" : step.HasNothingToUndo ? "nothing" : "");
}

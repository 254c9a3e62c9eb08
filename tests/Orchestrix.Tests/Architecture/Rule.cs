
namespace Orchestrix.Tests.Architecture;

/// <summary>Fails a test with everything that breaks a rule, and with what to do about it.</summary>
internal static class Rule
{
    public static void HoldsFor(IEnumerable<string> violations, string remedy)
    {
        var found = violations.ToArray();
        if (found.Length > 0)
            Assert.Fail(string.Join(Environment.NewLine, found.Select(each => "  " + each).Prepend(remedy)));
    }
}

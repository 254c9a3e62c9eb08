using System.Text.RegularExpressions;

namespace Orchestrix.Tests.Architecture;

/// <summary>A piece of code in a page: a fenced block, or a span between backticks with its lines joined.</summary>
/// <param name="Place">File and line.</param>
/// <param name="Language">What the fence says; null for a span.</param>
/// <param name="Text">The code.</param>
internal sealed partial record DocumentedCode(string Place, string? Language, string Text)
{
    /// <summary>Everything in a page that a reader may copy, in its order.</summary>
    /// <param name="path">Where the page is.</param>
    /// <param name="text">Its content, in Markdown.</param>
    public static IEnumerable<DocumentedCode> In(string path, string text) =>
        from match in Code().Matches(text)
        let line = 1 + text.AsSpan(0, match.Index).Count('\n')
        select match.Groups["block"].Success
            ? new DocumentedCode($"{path}:{line}", match.Groups["language"].Value, match.Groups["block"].Value)
            : new DocumentedCode($"{path}:{line}", null, LineBreak().Replace(match.Groups["span"].Value, " "));

    // A span does not go beyond its paragraph.
    [GeneratedRegex(
        @"^[ ]*```(?<language>\w*)[^\n]*\n(?<block>.*?)^[ ]*```|(?<tick>`+)(?<span>(?:(?!\n\s*\n)[^`])+)\k<tick>",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex LineBreak();
}

using System.Text;
using System.Text.RegularExpressions;
using Orchestrix.Cluster.Tests.Deployment;
using Orchestrix.Tests.Architecture;

namespace Orchestrix.Cluster.Tests.Documents;

/// <summary>The commands that the pages of the repository tell a reader to type.</summary>
internal static partial class DocumentedShell
{
    private static readonly string[] NotOurs = ["bin", "obj", ".git", ".data", "artifacts", "node_modules"];

    /// <summary>Every page, with all that can be copied from it.</summary>
    public static IEnumerable<DocumentedCode> Code() =>
        from path in Directory.EnumerateFiles(Deployed.Root, "*.md", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(Deployed.Root, path).Replace('\\', '/')
        where !name.Split('/').Intersect(NotOurs).Any() && name != "CHANGELOG.md"
        orderby name
        from code in DocumentedCode.In(name, File.ReadAllText(path))
        select code;

    /// <summary>The simple commands of all shell blocks and spans, each as its words.</summary>
    /// <returns>
    /// The place, the words without assignments and <c>sudo</c> in front, and whether it stands in a block.
    /// </returns>
    public static IEnumerable<(string Place, string[] Words, bool IsInBlock)> Commands() =>
        from code in Code()
        where code.Language is null or "sh"
        from words in Split(code.Text)
        let command = words.SkipWhile(static word => Assignment().IsMatch(word)).ToArray()
        where command.Length > 0
        select (code.Place, command is ["sudo", "-u", _, .. var rest] ? rest : command, code.Language is not null);

    /// <summary>Splits a script as a shell does, as far as documents go: quotes, comments, pipes and lists.</summary>
    public static IEnumerable<string[]> Split(string script)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, isWord) = ('\0', false);
        for (var at = 0; at < script.Length; at++)
        {
            var c = script[at];
            if (quote != '\0')
            {
                if (c == quote)
                    quote = '\0';
                else
                    word.Append(c);
            }
            else if (c is '\'' or '"')
            {
                (quote, isWord) = (c, true);
            }
            else if (c == '\\' && at + 1 < script.Length)
            {
                if (script[++at] != '\n')
                    word.Append(script[at]);
            }
            else if (c == '#' && !isWord)
            {
                while (at + 1 < script.Length && script[at + 1] != '\n')
                    at++;
            }
            else if (c is not (' ' or '\t' or '\n' or '|' or ';' or '&' or '>'))
            {
                word.Append(c);
                isWord = true;
            }
            else
            {
                if (isWord)
                    words.Add(word.ToString());
                word.Clear();
                isWord = false;
                if (c is ' ' or '\t')
                    continue;
                if (words.Count > 0)
                    yield return [.. words];
                words.Clear();
            }
        }
        if (isWord)
            words.Add(word.ToString());
        if (words.Count > 0)
            yield return [.. words];
    }

    [GeneratedRegex(@"^\w+=")]
    private static partial Regex Assignment();
}

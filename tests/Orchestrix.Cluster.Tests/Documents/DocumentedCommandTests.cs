using System.CommandLine;
using System.CommandLine.Help;
using System.Text.RegularExpressions;
using Bank.Cli.Commands;
using Orchestrix.Cli;
using Orchestrix.Cluster.Tests.Deployment;
using Orchestrix.Tests.Architecture;

namespace Orchestrix.Cluster.Tests.Documents;

/// <summary>
/// Each command line of <c>orchestrix</c>, <c>bank</c> and the recipes in front of them that stands in a page or a unit
/// is one that the program takes: names, options, values and what is required.
/// </summary>
public sealed partial class DocumentedCommandTests
{
    /// <summary>What stands for a value of the reader's where not any text will do.</summary>
    private static readonly Dictionary<string, string> Placeholders = new()
    {
        ["ID"] = "17",
        ["N"] = "17",
        ["M"] = "17",
        ["SEED"] = "17",
        ["STREAM"] = "account/17",
        ["SAGA"] = "transfer/17",
        ["NAME"] = "account-balances",
        ["ROLE"] = "teller",
        ["COMMAND"] = "migrate",
        ["HOST:30000"] = "silo-1:30000",
    };

    private static readonly Dictionary<string, Command> Programs = new()
    {
        ["orchestrix"] = WithHelp(OrchestrixCommand.Create()),
        ["bank"] = WithHelp(BankCommand.Create()),
    };

    [Fact]
    public void Each_command_of_a_page_is_one_that_the_program_takes()
    {
        var commands =
            from one in DocumentedShell.Commands()
            let line = Program(one.Words)
            where line is not null
            select (one.Place, Line: line, one.IsInBlock);

        var all = commands.ToArray();
        Assert.True(all.Length > 100, $"{all.Length} commands are few.");
        Rule.HoldsFor(
            all.SelectMany(static one => Mistakes(one.Line, one.IsInBlock)
                .Select(mistake => $"{one.Place}: {string.Join(' ', one.Line)}: {mistake}")),
            "Write the command as `--help` says, or name the placeholder in this test.");
    }

    [Fact]
    public void Each_unit_runs_a_command_that_the_program_takes()
    {
        var units =
            from path in Directory.EnumerateFiles(Deployed.Path(), "*.service", SearchOption.AllDirectories)
            from line in File.ReadLines(path)
            let match = Execution().Match(line)
            where match.Success
            select (Unit: Path.GetFileName(path), Line: (string[])["orchestrix", .. match.Groups["arguments"].Value
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        var manifests =
            from pod in Deployed.Pods.Concat(Deployed.Scheduled)
            from container in pod.Template["spec"]!["containers"]!.AsArray()
            where ((string)container!["image"]!).Contains("/orchestrix", StringComparison.Ordinal)
            select (Unit: pod.Name, Line: (string[])["orchestrix", .. container["args"]!.AsArray()
                .Select(static word => (string)word!)]);

        var services =
            from service in Deployed.Services
            where ((string)service.Value!["image"]!).StartsWith("orchestrix/orchestrix:", StringComparison.Ordinal)
            select (Unit: service.Key, Line: (string[])["orchestrix", .. service.Value!["command"]!.AsArray()
                .Select(static word => (string)word!)]);

        var all = units.Concat(manifests).Concat(services).ToArray();
        Assert.True(all.Length >= 9, $"{all.Length} units are few.");
        Rule.HoldsFor(
            all.SelectMany(static one => Mistakes(one.Line, isWhole: true).Select(mistake => $"{one.Unit}: {mistake}")),
            "Write the command as `--help` says.");
    }

    [Fact]
    public void Each_secret_of_the_manifests_is_made_by_a_command_of_a_page() => Assert.Equal(
        Deployed.Secrets().Select(Deployed.Name).Order(StringComparer.Ordinal),
        DocumentedShell.Commands().Select(static one => one.Words is
            ["kubectl", "-n", "orchestrix", "create", "secret", _, var name, ..] ? name : null)
            .OfType<string>().Order(StringComparer.Ordinal));

    // The program and its arguments; null if it is not one of ours.
    private static string[]? Program(string[] words)
    {
        if (Programs.ContainsKey(words[0]))
            return words.Length > 1 ? words : null;
        if (words is ["npx", "--yes", "rust-just", .. var recipe])
            return Program(["just", .. recipe]);
        if (words is ["dotnet", "run", ..] && Array.IndexOf(words, "--") is > 0 and var end)
        {
            return Project().Match(words[Array.IndexOf(words, "--project") + 1]) is { Success: true } project
                ? [Name(project), .. words[(end + 1)..]]
                : null;
        }
        if (words is not ["just", var name, .. var arguments])
            return null;
        var line = RecipeLine(name);
        if (line is null)
            return null;
        return line.Groups["rest"].Success
            ? [Name(line), .. line.Groups["words"].Value.Trim().Split(' '), "somewhere", .. arguments.Skip(1)]
            : [Name(line), .. line.Groups["words"].Value.Trim().Split(' '), .. arguments];
    }

    private static IEnumerable<string> Mistakes(string[] line, bool isWhole)
    {
        var command = Programs[line[0]];
        var words = line[1..];
        while (words.Length > 0 && command.Subcommands.FirstOrDefault(one => one.Name == words[0]) is { } below)
            (command, words) = (below, words[1..]);
        // Within a sentence the name of a command is enough.
        if (words.Length == 0 && !isWhole)
            return [];
        return Programs[line[0]].Parse([.. line.Skip(1).Select(Filled)]).Errors.Select(static error => error.Message);
    }

    private static string Filled(string word) => Placeholders.GetValueOrDefault(word, word);

    private static Command WithHelp(Command program)
    {
        program.Options.Add(new HelpOption { Recursive = true });
        return program;
    }

    private static Match? RecipeLine(string recipe) =>
        File.ReadAllText(Path.Combine(Deployed.Root, "justfile")).Split("\n\n")
            .Where(text => text.Split('\n').Any(line =>
                line.StartsWith($"{recipe} *ARGS:", StringComparison.Ordinal)))
            .Select(static text => Recipe().Match(text)).FirstOrDefault(static match => match.Success);

    private static string Name(Match match) => match.Groups["project"].Value == "Bank" ? "bank" : "orchestrix";

    [GeneratedRegex(@"src/(?<project>Bank|Orchestrix)\.Cli$")]
    private static partial Regex Project();

    [GeneratedRegex(
        @"--project src/(?<project>Bank|Orchestrix)\.Cli -- (?<words>[^""]*)""(\$@|\$previous"" ""(?<rest>\$\{@:2))")]
    private static partial Regex Recipe();

    [GeneratedRegex(@"^ExecStart=\S*/(Orchestrix\.Cli|orchestrix) (?<arguments>.*)$")]
    private static partial Regex Execution();
}

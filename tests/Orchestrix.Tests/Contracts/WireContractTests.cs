using System.Reflection;
using Orchestrix.Tests.Architecture;

namespace Orchestrix.Tests.Contracts;

/// <summary>
/// During a rolling upgrade, silos and clients of two versions talk to each other. What they talk in is recorded in
/// OrleansContracts.txt, so that nobody changes it without noticing.
/// </summary>
public sealed class WireContractTests
{
    private const string Recorded = "OrleansContracts.txt";

    private static readonly string[] Assemblies = ["Orchestrix.Abstractions", "Orchestrix", "Bank.Contracts", "Bank"];

    private static string RecordedPath =>
        Path.Combine(Repository.Root, "tests", "Orchestrix.Tests", "Contracts", Recorded);

    [Fact]
    public void Contracts_are_those_that_are_recorded()
    {
        string[] actual =
        [
            .. Assemblies.SelectMany(
                static name => WireContracts.Of(Assembly.Load(name)).Prepend($"# {name}")),
        ];
        var written = Path.Combine(AppContext.BaseDirectory, Recorded);
        File.WriteAllLines(written, actual);
        var recorded = File.Exists(RecordedPath) ? File.ReadAllLines(RecordedPath) : [];

        var gone = recorded.Except(actual, StringComparer.Ordinal).Select(static line => $"- {line}").ToArray();
        var added = actual.Except(recorded, StringComparer.Ordinal).Select(static line => $"+ {line}").ToArray();
        Assert.True(gone.Length + added.Length == 0, $"""
            What silos and clients of two versions talk in has changed:
            {string.Join('\n', gone.Concat(added))}

            A line with - is still used by the version that is running while it is replaced: keep it. Give a changed
            method another alias and keep the old one for a release; give a changed member another [Id] and keep the old
            one readable. Only what no released version has ever had may go.
            Lines with + alone are safe if the old version never sends nor receives them. Then record them, and run
            `just upgrade-drill`:
                cp {written} {RecordedPath}
            """);
        Assert.Equal(recorded, actual);
    }

    [Fact]
    public void What_crosses_the_wire_has_an_alias() => Assert.DoesNotContain(
        File.ReadLines(RecordedPath), static line => line.Contains("(no alias)", StringComparison.Ordinal));
}

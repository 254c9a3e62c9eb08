using System.Reflection;
using System.Text.RegularExpressions;

namespace Orchestrix.Tests.Architecture;

/// <summary>Who may know whom. A project that does not exist yet is covered from the day it is added.</summary>
public sealed partial class DependencyTests
{
    private static readonly string[] _clientMayReference =
        ["Orchestrix.Abstractions", "Orchestrix.Observability", "Orchestrix.Security", "Bank.Contracts"];

    [Theory]
    [InlineData("Orchestrix.Abstractions")]
    [InlineData("Orchestrix")]
    [InlineData("Bank.Contracts")]
    [InlineData("Bank")]
    public void The_runtime_and_the_domain_know_neither_a_database_driver_nor_a_web_framework(string name)
    {
        var project = Repository.Projects.Single(project => project.Name == name);
        var used = project.Packages
            .Concat(project.Includes("FrameworkReference"))
            .Concat(Assembly.Load(name).GetReferencedAssemblies().Select(assembly => assembly.Name ?? ""))
            .Concat(project.AllReferences);

        Rule.HoldsFor(
            used.Where(each => BannedInTheRuntime().IsMatch(each)).Select(each => $"{name} uses {each}"),
            "Move the code to Orchestrix.PostgreSQL or to a host.");
    }

    [Fact]
    public void The_PostgreSQL_store_takes_Npgsql_and_nothing_else()
    {
        var project = Repository.Projects.Single(project => project.Name == "Orchestrix.PostgreSQL");

        Rule.HoldsFor(
            project.Packages.Concat(project.References).Except(["Npgsql", "Orchestrix", "Orchestrix.Abstractions"]),
            "Do without the package, or put what needs it into another assembly.");
    }

    [Fact]
    public void Abstractions_reference_no_other_project() =>
        Rule.HoldsFor(
            Repository.Projects.Single(project => project.Name == "Orchestrix.Abstractions").References,
            "Callers compile against Orchestrix.Abstractions alone; move the code up.");

    [Fact]
    public void A_client_never_reaches_the_database_or_the_runtime() =>
        Rule.HoldsFor(
            from project in Repository.Projects
            where project.File.IsBelow("client")
            from reference in project.AllReferences
            where !_clientMayReference.Contains(reference, StringComparer.Ordinal)
            select $"{project.File.Path} references {reference}",
            $"A client talks to grains by contract; it may reference only {string.Join(", ", _clientMayReference)}.");

    /// <summary>A key that is made elsewhere may be one of another tenant.</summary>
    [Fact]
    public void A_client_finds_grains_with_keys_in_one_place() =>
        Rule.HoldsFor(
            from file in Repository.Code("client")
            where file.Path != "client/Tenants/CallerKeys.cs"
            from found in file.WhereInCode(line => KeyedGrain().IsMatch(line) ? line.Trim() : null)
            select found,
            "Find the grain with CallerKeys, which puts the caller's tenant in front of the id.");

    [Fact]
    public void No_library_but_Observability_knows_ASP_NET()
    {
        var projects =
            from project in Repository.Projects
            where project.File.IsBelow("src") && project.Name != "Orchestrix.Observability" && project.IsWeb
            select $"{project.File.Path} references ASP.NET";
        var code =
            from file in Repository.Code("src")
            where !file.IsBelow("src/Orchestrix.Observability")
            from found in file.WhereInCode(line => AspNet().IsMatch(line) ? line.Trim() : null)
            select found;

        Rule.HoldsFor(projects.Concat(code), "Move the code to Orchestrix.Observability or to a host.");
    }

    [Fact]
    public void No_namespace_has_a_segment_that_hides_Orleans_or_Npgsql() =>
        Rule.HoldsFor(
            Repository.Code().SelectMany(file => file.Where(line => HidingNamespace().IsMatch(line) ? line : null)),
            "Rename the namespace: inside it the compiler no longer finds the library's own namespace (CS0234).");

    [Fact]
    public void Aggregates_do_not_use_sagas() =>
        Rule.HoldsFor(
            UsesOfFolder("src/Orchestrix", "Sagas")
                .Where(use => use.StartsWith("src/Orchestrix/Aggregates/", StringComparison.Ordinal)),
            "Sagas may use aggregates, not the reverse; move what both need to a folder of its own.");

    [Fact]
    public void No_other_folder_of_a_project_uses_its_Hosting() =>
        Rule.HoldsFor(
            Repository.Projects.Select(project => project.File.Folder)
                .Where(project => Repository.Code($"{project}/Hosting").Any())
                .SelectMany(project => UsesOfFolder(project, "Hosting")),
            "Hosting wires the other folders together; move what they need out of it.");

    /// <summary>Lines of a project that name the folder's namespace or one of the types it declares.</summary>
    private static IEnumerable<string> UsesOfFolder(string project, string folder)
    {
        var types = Repository.Code($"{project}/{folder}")
            .SelectMany(file => file.Lines.Select(line => DeclaredType().Match(line)))
            .Where(match => match.Success)
            .Select(match => Regex.Escape(match.Groups["name"].Value))
            .Append($@"Orchestrix(\.\w+)*\.{folder}")
            .Distinct(StringComparer.Ordinal);
        var use = new Regex($@"(?<![\w.])({string.Join('|', types)})\b", RegexOptions.CultureInvariant);
        return
            from file in Repository.Code(project)
            where !file.IsBelow($"{project}/{folder}")
            from found in file.WhereInCode(line => use.IsMatch(line) ? line.Trim() : null)
            select found;
    }

    // A grain with the key 0 is one of the silos' own, and looks at the caller's tenant by itself.
    [GeneratedRegex(@"GetGrain(<[^>]+>)?\((?!0\))|GrainId\.Create|StreamId\.For\(")]
    private static partial Regex KeyedGrain();

    [GeneratedRegex(@"^(Npgsql|Microsoft\.AspNetCore\.(?!Connections\.Abstractions)|Orchestrix\.PostgreSQL)")]
    private static partial Regex BannedInTheRuntime();

    // Orleans' own connections are of that namespace, in a package that has nothing of the web.
    [GeneratedRegex(@"\bMicrosoft\.AspNetCore\b(?!\.Connections\b)")]
    private static partial Regex AspNet();

    [GeneratedRegex(@"^\s*namespace\s+([\w.]*\.)?(Orleans|Npgsql)\b")]
    private static partial Regex HidingNamespace();

    [GeneratedRegex(@"^(public|internal)\s[\w\s]*\b(class|record|struct|interface|enum)\s+(?<name>\w+)")]
    private static partial Regex DeclaredType();
}

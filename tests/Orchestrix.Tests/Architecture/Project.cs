using System.Xml.Linq;

namespace Orchestrix.Tests.Architecture;

/// <summary>A project file, read as XML.</summary>
internal sealed record Project(SourceFile File, XDocument Xml)
{
    public string Name => Path.GetFileNameWithoutExtension(File.Path);

    public bool IsPackable => Xml.Descendants("IsPackable").Any(element => element.Value == "true");

    public bool IsWeb => (string?)Xml.Root?.Attribute("Sdk") == "Microsoft.NET.Sdk.Web"
        || Includes("FrameworkReference").Contains("Microsoft.AspNetCore.App")
        || Packages.Any(package => package.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    /// <summary>The packages that the compiled assembly may use; analyzers are not among them.</summary>
    public IEnumerable<string> Packages => Xml.Descendants("PackageReference")
        .Where(element => (string?)element.Attribute("PrivateAssets") != "all")
        .Select(element => (string?)element.Attribute("Include")).OfType<string>();

    /// <summary>Names of the projects that this one references itself.</summary>
    public IEnumerable<string> References =>
        Includes("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

    /// <summary>Names of the projects that this one references, itself or through others.</summary>
    public IEnumerable<string> AllReferences => References
        .SelectMany(name => Repository.Projects.Where(project => project.Name == name)
            .SelectMany(project => project.AllReferences).Prepend(name))
        .Distinct(StringComparer.Ordinal);

    public IEnumerable<string> Includes(string item) =>
        Xml.Descendants(item).Select(element => (string?)element.Attribute("Include")).OfType<string>();
}

using System.Reflection;
using System.Security.Cryptography;

namespace Orchestrix.Readiness;

/// <summary>Tells programs apart that call themselves the same version.</summary>
internal static class ProgramBuild
{
    private const int Digits = 8;

    /// <summary>
    /// Name and version of a program, and a digest of the ids that the compiler gave to it and to all assemblies with
    /// grains and events that it was built with: the domain usually is in an assembly of its own, whose change leaves
    /// the program itself as it was.
    /// </summary>
    /// <param name="program">The assembly that was started.</param>
    public static string Of(Assembly program)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var assembly in Parts(program).OrderBy(static one => one.FullName, StringComparer.Ordinal))
            digest.AppendData(assembly.ManifestModule.ModuleVersionId.ToByteArray());
        var name = program.GetName();
        return $"{name.Name} {name.Version}, build {Convert.ToHexStringLower(digest.GetHashAndReset())[..Digits]}";
    }

    // Orleans lists them in the program when it generates its code.
    private static IEnumerable<Assembly> Parts(Assembly program) => program
        .GetCustomAttributes<ApplicationPartAttribute>().Select(static part => Assembly.Load(part.AssemblyName))
        .Append(program).Append(typeof(ProgramBuild).Assembly).Distinct();
}

using System.Reflection;
using System.Runtime.Loader;
using Orchestrix.Errors;

namespace Orchestrix.Cli.Inspect;

/// <summary>
/// Loads a domain's assembly with the dependencies that lie next to it. What this program has itself is shared, so that
/// an aggregate of the domain is an aggregate here.
/// </summary>
internal sealed class DomainLoadContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private const string OwnPrefix = "Orchestrix";

    private readonly AssemblyDependencyResolver _resolver = new(path);

    /// <summary>True if the assembly lies next to the domain's, and is none of this program or the framework.</summary>
    public bool IsOfDomain(AssemblyName name) => !IsShared(name) && _resolver.ResolveAssemblyToPath(name) is not null;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (IsShared(assemblyName))
            return null;
        if (IsOwn(assemblyName) && Default.Assemblies.FirstOrDefault(one => one.GetName().Name == assemblyName.Name)
            is { } own)
        {
            throw new ConfigurationException($"{Path.GetFileName(path)} was built for {assemblyName.Name} "
                + $"{assemblyName.Version}, and this program has {own.GetName().Version}: use the `orchestrix` of that "
                + "version.");
        }
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;

    private static bool IsOwn(AssemblyName name) =>
        name.Name is OwnPrefix || name.Name!.StartsWith($"{OwnPrefix}.", StringComparison.Ordinal);

    private static bool IsShared(AssemblyName name)
    {
        try
        {
            return Default.LoadFromAssemblyName(name) is not null;
        }
        // This program does not have it, or has an older one.
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            return false;
        }
    }
}

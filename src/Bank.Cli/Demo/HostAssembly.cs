using System.Reflection;
using System.Runtime.InteropServices;
using Orchestrix.Errors;

namespace Bank.Cli.Demo;

/// <summary>The programs that the demo runs. They are built together with this one, which remembers where.</summary>
internal static class HostAssembly
{
    /// <summary>The silo.</summary>
    public const string Silo = "bank-silo";

    /// <summary>The HTTP API.</summary>
    public const string Client = "Bank.Client";

    /// <summary>The command <c>orchestrix</c>.</summary>
    public const string Orchestrix = "Orchestrix.Cli";

    /// <summary>The full path of a program's assembly.</summary>
    /// <exception cref="ConfigurationException">It was not built.</exception>
    public static string Find(string name)
    {
        // Written by the target RememberHostAssemblies of this project, relative to the folder of this assembly.
        var relative = typeof(HostAssembly).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key == name)?.Value ?? $"{name}.dll";
        relative = relative.Replace('\\', Path.DirectorySeparatorChar);
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, relative));
        return File.Exists(path)
            ? path
            : throw new ConfigurationException(
                $"{path} does not exist. The demo runs from a clone of the repository: "
                + "dotnet run -c Release --project src/Bank.Cli -- demo");
    }

    /// <summary>The program that runs an assembly: the one of the runtime that runs this.</summary>
    public static string Dotnet()
    {
        // .../dotnet/shared/Microsoft.NETCore.App/10.0.0/
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var path = Path.Combine(root, "dotnet");
        return File.Exists(path) ? path : "dotnet";
    }
}

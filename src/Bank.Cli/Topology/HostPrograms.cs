using Bank.Cli.Demo;
using Orchestrix.Errors;

namespace Bank.Cli.Topology;

/// <summary>One build of the bank's two programs.</summary>
/// <param name="Silo">The path of the silo's assembly.</param>
/// <param name="Client">The path of the HTTP API's assembly.</param>
internal sealed record HostPrograms(string Silo, string Client)
{
    /// <summary>Those that were built together with this program.</summary>
    /// <exception cref="ConfigurationException">They were not built.</exception>
    public static HostPrograms Current() =>
        new(HostAssembly.Find(HostAssembly.Silo), HostAssembly.Find(HostAssembly.Client));

    /// <summary>Those of another version, in the folders <c>silo</c> and <c>client</c> of a directory.</summary>
    /// <exception cref="ConfigurationException">They are not there.</exception>
    public static HostPrograms In(string directory) => new(
        Find(directory, "silo", HostAssembly.Silo), Find(directory, "client", HostAssembly.Client));

    private static string Find(string directory, string folder, string name)
    {
        var path = Path.GetFullPath(Path.Combine(directory, folder, $"{name}.dll"));
        return File.Exists(path)
            ? path
            : throw new ConfigurationException(
                $"{path} does not exist. deploy/scripts/build-previous.sh builds an earlier version and says where.");
    }
}

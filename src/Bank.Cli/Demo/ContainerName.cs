using System.Security.Cryptography;
using System.Text;

namespace Bank.Cli.Demo;

/// <summary>The name of the container and of the Docker volume that belong to a data directory.</summary>
internal static class ContainerName
{
    /// <summary>The same for every way to write the same path; different for different paths.</summary>
    public static string For(string dataDirectory)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataDirectory));
        return $"orchestrix-postgres-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..16]}";
    }
}

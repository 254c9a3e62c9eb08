using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>The program as a compiler makes it at another time: the same code with another id.</summary>
internal static class OtherBuild
{
    /// <summary>Copies the program of a directory.</summary>
    /// <param name="from">Where it is.</param>
    /// <param name="to">Where the other is to be.</param>
    /// <param name="library">The file that was compiled at another time.</param>
    public static void Copy(string from, string to, string library)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        var path = Path.Combine(to, library);
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf(IdOf(path).ToByteArray());
        Assert.True(at > 0, $"{path} does not have its id in one piece.");
        Guid.NewGuid().TryWriteBytes(bytes.AsSpan(at));
        File.WriteAllBytes(path, bytes);
    }

    private static Guid IdOf(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        return reader.GetGuid(reader.GetModuleDefinition().Mvid);
    }
}

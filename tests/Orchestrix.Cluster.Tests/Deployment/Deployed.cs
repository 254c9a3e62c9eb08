using System.Text.Json.Nodes;

namespace Orchestrix.Cluster.Tests.Deployment;

/// <summary>The files of <c>deploy</c>.</summary>
internal static class Deployed
{
    /// <summary>The repository that these tests were built from.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The services of the composition, by name.</summary>
    public static JsonObject Services => (JsonObject)Compose["services"]!;

    /// <summary>The composition.</summary>
    public static JsonObject Compose { get; } = Yaml.Read(Path("compose", "compose.yaml")).Single();

    /// <summary>What the base of the Kubernetes manifests adjusts.</summary>
    public static JsonObject Kustomization { get; } = Yaml.Read(Path("k8s", "base", "kustomization.yaml")).Single();

    /// <summary>The objects that the base of the Kubernetes manifests makes.</summary>
    public static IReadOnlyList<JsonObject> Manifests { get; } =
    [
        .. Kustomization["resources"]!.AsArray()
            .SelectMany(static name => Yaml.Read(Path("k8s", "base", (string)name!))),
    ];

    /// <summary>The pods of the manifests, each with the name of what makes it.</summary>
    public static IEnumerable<(string Name, JsonObject Template)> Pods => Manifests
        .Where(static one => one["spec"]?["template"] is not null)
        .Select(static one => ((string)one["metadata"]!["name"]!, (JsonObject)one["spec"]!["template"]!));

    /// <summary>The pods of what runs by the clock in Kubernetes, each with the name of what makes it.</summary>
    public static IEnumerable<(string Name, JsonObject Template)> Scheduled =>
        from file in (string[])
        [
            Path("backup", "k8s", "backup.yaml"), Path("backup", "k8s", "verify.yaml"),
            Path("k8s", "components", "readiness", "readiness.yaml"),
        ]
        from one in Yaml.Read(file)
        where (string)one["kind"]! == "CronJob"
        select (Name(one), JobTemplate(one));

    /// <summary>The pod that a CronJob makes.</summary>
    public static JsonObject JobTemplate(JsonObject job) =>
        (JsonObject)job["spec"]!["jobTemplate"]!["spec"]!["template"]!;

    /// <summary>The path of a file in <c>deploy</c>.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, "deploy", .. parts]);

    /// <summary>Settings that a file gives to one program: <c>silo</c>, <c>client</c> or another.</summary>
    public static IEnumerable<(string Where, string Program, Dictionary<string, string> Values)> Settings()
    {
        foreach (var (name, service) in Services)
        {
            if (service!["environment"] is JsonObject values)
                yield return ($"compose.yaml, {name}", name.Split('-')[0], Values(values));
        }
        foreach (var folder in (string[])["base", "production"])
        {
            var file = Yaml.Read(Path("k8s", folder, "kustomization.yaml")).Single();
            foreach (var generator in file["configMapGenerator"]!.AsArray())
            {
                yield return ($"k8s/{folder}", Program((string)generator!["name"]!), generator["literals"]!.AsArray()
                    .Select(static line => ((string)line!).Split('=', 2))
                    .ToDictionary(static p => p[0], static p => p[1]));
            }
        }
        foreach (var secret in Secrets())
            yield return ("secrets.example.yaml", Program(Name(secret)), Values((JsonObject)secret["stringData"]!));
        foreach (var program in (string[])["silo", "client"])
        {
            var unit = File.ReadLines(Path("systemd", $"orchestrix-{program}.service"))
                .Where(static line => line.StartsWith("Environment=", StringComparison.Ordinal))
                .SelectMany(static line => line["Environment=".Length..].Split(' '));
            var file = File.ReadLines(Path("systemd", $"{program}.env.example"))
                .Where(static line => !line.StartsWith('#'));
            yield return ($"systemd, {program}", program, unit.Concat(file)
                .Select(static line => line.Split('=', 2)).ToDictionary(static p => p[0], static p => p[1].Trim('"')));
        }
    }

    /// <summary>The secrets that a person makes.</summary>
    public static IReadOnlyList<JsonObject> Secrets() => Yaml.Read(Path("k8s", "base", "secrets.example.yaml"));

    /// <summary>The name of an object.</summary>
    public static string Name(JsonObject manifest) => (string)manifest["metadata"]!["name"]!;

    private static string Program(string name) => name.Split('-')[^1];

    private static Dictionary<string, string> Values(JsonObject values) =>
        values.ToDictionary(static pair => pair.Key, static pair => (string)pair.Value!);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Orleans.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}

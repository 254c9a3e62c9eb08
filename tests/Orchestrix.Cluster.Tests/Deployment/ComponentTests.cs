using System.Diagnostics;
using System.Text.Json.Nodes;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Deployment;

/// <summary>What is added to the manifests fits them: parts of kustomize, and Jobs that run by the clock.</summary>
public sealed class ComponentTests
{
    private static IReadOnlyList<JsonObject> Readiness { get; } =
        Yaml.Read(Deployed.Path("k8s", "components", "readiness", "readiness.yaml"));

    private static IReadOnlyList<JsonObject> Backup { get; } =
        Yaml.Read(Deployed.Path("backup", "k8s", "backup.yaml"));

    private static JsonObject Measuring =>
        (JsonObject)Deployed.JobTemplate(Readiness.Single())["spec"]!["containers"]![0]!;

    [Fact]
    public void Pods_of_Jobs_have_few_rights_and_bounded_memory()
    {
        Assert.Equal(5, Deployed.Scheduled.Count());
        Assert.All(Deployed.Scheduled, static job =>
        {
            var spec = job.Template["spec"]!;
            Assert.Equal("false", (string)spec["automountServiceAccountToken"]!);
            Assert.Equal("true", (string)spec["securityContext"]!["runAsNonRoot"]!);
            var volumes = spec["volumes"]!.AsArray().Select(static one => (string)one!["name"]!).ToArray();
            Assert.All(Containers(spec), container =>
            {
                var rights = container["securityContext"]!;
                Assert.Equal(
                    ("false", "true", "ALL"),
                    ((string)rights["allowPrivilegeEscalation"]!, (string)rights["readOnlyRootFilesystem"]!,
                        (string)rights["capabilities"]!["drop"]![0]!));
                Assert.NotNull(container["resources"]!["limits"]!["memory"]);
                Assert.All(
                    container["volumeMounts"]!.AsArray(), mount => Assert.Contains((string)mount!["name"]!, volumes));
            });
            // Keys that everybody may read are refused.
            Assert.All(
                spec["volumes"]!.AsArray().Where(static one => one!["secret"] is not null),
                static one => Assert.Equal("0440", (string)one!["secret"]!["defaultMode"]!));
        });
    }

    [Fact]
    public void Whoever_measures_readiness_reaches_what_it_asks()
    {
        var pod = Deployed.JobTemplate(Readiness.Single());
        var app = (string)pod["metadata"]!["labels"]!["app"]!;
        var rules = Deployed.Manifests.Single(one => (string)one["kind"]! == "NetworkPolicy"
            && (string?)one["spec"]!["podSelector"]!["matchLabels"]?["app"] == app)["spec"]!["egress"]!.AsArray();
        bool MayReach(string label, string value, string port) => rules.Any(rule =>
            rule!["to"]!.ToJsonString().Contains($"\"{label}\":\"{value}\"", StringComparison.Ordinal)
            && rule["ports"]!.AsArray().Any(one => (string)one!["port"]! == port));

        var (host, gateway) = Argument("--gateway").Split(':') is [var name, var number] ? (name, number) : default;
        Assert.Contains(Deployed.Manifests, one => (string)one["kind"]! == "Service" && Deployed.Name(one) == host);
        Assert.True(MayReach("app", host, gateway));
        var prometheus = new Uri(Argument("--prometheus"));
        Assert.True(MayReach("orchestrix.io/role", "monitoring", $"{prometheus.Port}"));
        var api = new Uri(Argument("--url"));
        Assert.Equal("https", api.Scheme);
        Assert.True(MayReach("orchestrix.io/role", "ingress", $"{api.Port}"));
    }

    [Fact]
    public void Whoever_measures_readiness_has_the_files_that_it_names()
    {
        var mounts = Measuring["volumeMounts"]!.AsArray()
            .Select(static mount => (string)mount!["mountPath"]!).ToArray();
        string[] files =
        [
            Argument("--backup-info"), Argument("--drill-record"),
            .. Measuring["env"]!.AsArray().Select(static one => (string)one!["value"]!),
        ];

        Assert.All(files, file => Assert.Contains(Path.GetDirectoryName(file)!.Replace('\\', '/'), mounts));
        Assert.Equal("bank", Argument("--cluster-id"));
        // The one before it writes what this one reads.
        var before = Deployed.JobTemplate(Readiness.Single())["spec"]!["initContainers"]![0]!;
        Assert.Contains(
            $"> {Argument("--backup-info")} ", (string)before["command"]!.AsArray()[^1]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Backups_are_where_the_secrets_are_and_reach_database_and_repository()
    {
        Assert.Equal(3, Backup.Count);
        Assert.All(Backup, static one => Assert.Equal("orchestrix", (string)one["metadata"]!["namespace"]!));
        var policies = Yaml.Read(Deployed.Path("backup", "k8s", "network.yaml"));
        Assert.All(policies, static one => Assert.Equal("orchestrix", (string)one["metadata"]!["namespace"]!));
        foreach (var job in Backup.Where(static one => (string)one["kind"]! == "CronJob"))
        {
            var app = (string)Deployed.JobTemplate(job)["metadata"]!["labels"]!["app"]!;
            var ports = policies.Where(policy => policy["spec"]!["podSelector"]!.ToJsonString()
                    .Contains($"\"{app}\"", StringComparison.Ordinal))
                .SelectMany(static policy => policy["spec"]!["egress"]!.AsArray())
                .SelectMany(static rule => rule!["ports"]!.AsArray()).Select(static port => (string)port!["port"]!);
            Assert.Equal(["8432", "443"], ports);
        }
    }

    [Fact]
    public void Images_of_ours_have_one_version()
    {
        var version = (string)Deployed.Kustomization["images"]![0]!["newTag"]!;
        Assert.All(
            Deployed.Scheduled.SelectMany(static job => Containers(job.Template["spec"]!))
                .Select(static one => (string)one["image"]!)
                .Where(static image => image.StartsWith("orchestrix/", StringComparison.Ordinal)),
            image => Assert.Contains(image, (string[])["orchestrix/orchestrix", $"orchestrix/orchestrix:{version}"]));
        // A component is not changed by what the base says of images.
        var component = Yaml.Read(Deployed.Path("k8s", "components", "readiness", "kustomization.yaml")).Single();
        Assert.Equal(version, (string)component["images"]![0]!["newTag"]!);
    }

    [Fact]
    public void Sessions_are_kept_where_all_pods_read_them()
    {
        var component = Yaml.Read(
            Deployed.Path("k8s", "components", "operations-pages", "kustomization.yaml")).Single();
        var directory = ((string)component["configMapGenerator"]![0]!["literals"]![0]!).Split('=')[1];
        Assert.Contains(
            $"mountPath: {directory}\n", (string)component["patches"]![0]!["patch"]!, StringComparison.Ordinal);
        var claim = Yaml.Read(Deployed.Path("k8s", "components", "operations-pages", "keys.yaml")).Single();
        Assert.Equal("ReadWriteMany", (string)claim["spec"]!["accessModes"]![0]!);
        Assert.Contains(
            $"claimName: {Deployed.Name(claim)}\n", (string)component["patches"]![0]!["patch"]!,
            StringComparison.Ordinal);
    }

    /// <summary>Where kubectl is installed; the tests above read the files without it.</summary>
    [Fact]
    public async Task Components_can_be_added_to_the_overlay()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!path.Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, "kubectl"))))
            return;
        using var folder = new TemporaryDirectory();
        Directory.CreateDirectory(folder.Path);
        string Relative(string name) => Path.GetRelativePath(folder.Path, Deployed.Path("k8s", name));
        var components = Directory.GetDirectories(Deployed.Path("k8s", "components"));
        Assert.Equal(3, components.Length);
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "kustomization.yaml"), $"""
                resources: ["{Relative("production")}"]
                components: [{string.Join(", ", components.Select(one => $"\"{Relative(one)}\""))}]
                """, TestContext.Current.CancellationToken);
        var info = new ProcessStartInfo("kubectl", ["kustomize", folder.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, await errors);
        using var text = new StringReader(output);
        var all = Yaml.Read(text);
        Assert.Contains(all, static one => (string)one["kind"]! == "CronJob"
            && one.ToJsonString().Contains("orchestrix/orchestrix:0", StringComparison.Ordinal));
        Assert.Equal(2, all.Count(static one => (string)one["kind"]! == "PodMonitor"));
        Assert.Contains(all, static one => (string)one["kind"]! == "Deployment"
            && one.ToJsonString().Contains("orchestrix-client-keys", StringComparison.Ordinal));
    }

    private static string Argument(string option)
    {
        var arguments = Measuring["args"]!.AsArray().Select(static one => (string)one!).ToArray();
        return arguments[Array.IndexOf(arguments, option) + 1];
    }

    private static IEnumerable<JsonObject> Containers(JsonNode spec) =>
        (spec["initContainers"]?.AsArray() ?? []).Concat(spec["containers"]!.AsArray())
            .Select(static one => (JsonObject)one!);
}

using System.Text.Json.Nodes;

namespace Orchestrix.Cluster.Tests.Deployment;

/// <summary>What one manifest says about another is so, and pods have no more rights than they need.</summary>
public sealed class KubernetesTests
{
    private static readonly string[] Programs = ["orchestrix-silo", "orchestrix-client"];

    [Fact]
    public void Pods_have_few_rights_and_bounded_memory()
    {
        Assert.Equal(3, Deployed.Pods.Count());
        Assert.All(Deployed.Pods, static pod =>
        {
            var spec = pod.Template["spec"]!;
            Assert.Equal("false", (string)spec["automountServiceAccountToken"]!);
            Assert.Equal("true", (string)spec["securityContext"]!["runAsNonRoot"]!);
            var container = Assert.Single(spec["containers"]!.AsArray())!;
            var rights = container["securityContext"]!;
            Assert.Equal(
                ("false", "true", "ALL"),
                ((string)rights["allowPrivilegeEscalation"]!, (string)rights["readOnlyRootFilesystem"]!,
                    (string)rights["capabilities"]!["drop"]![0]!));
            Assert.NotNull(container["resources"]!["limits"]!["memory"]);
            Assert.NotNull(container["resources"]!["requests"]!["cpu"]);
        });
    }

    [Fact]
    public void Configuration_secrets_and_images_that_pods_name_exist()
    {
        string[] maps = [.. Generators("base").Select(static one => (string)one["name"]!)];
        string[] secrets = [.. Deployed.Secrets().Select(Deployed.Name)];
        string[] images = [.. Deployed.Kustomization["images"]!.AsArray().Select(static one => (string)one!["name"]!)];
        Assert.All(Deployed.Pods, pod =>
        {
            var container = pod.Template["spec"]!["containers"]![0]!;
            foreach (var source in container["envFrom"]?.AsArray() ?? [])
            {
                if (source!["configMapRef"] is { } map)
                    Assert.Contains((string)map["name"]!, maps);
                if (source["secretRef"] is { } secret)
                    Assert.Contains((string)secret["name"]!, secrets);
            }
            Assert.Contains((string)container["image"]!, images);
            var volumes = pod.Template["spec"]!["volumes"]!.AsArray().Select(static one => (string)one!["name"]!);
            foreach (var volume in pod.Template["spec"]!["volumes"]!.AsArray())
            {
                if (volume!["secret"] is not { } mounted)
                    continue;
                Assert.Contains((string)mounted["secretName"]!, secrets);
                // Secrets that everybody may read are refused.
                Assert.Equal("0440", (string)mounted["defaultMode"]!);
                Assert.Equal("1654", (string)pod.Template["spec"]!["securityContext"]!["fsGroup"]!);
            }
            Assert.All(
                container["volumeMounts"]!.AsArray(), mount => Assert.Contains((string)mount!["name"]!, volumes));
        });
        Assert.All(Generators("production"), one => Assert.Contains((string)one["name"]!, maps));
    }

    [Theory]
    [InlineData("orchestrix-silo", "silo")]
    [InlineData("orchestrix-client", "client")]
    public void Probes_ask_for_what_the_program_serves_at_the_port_where_it_listens(string name, string program)
    {
        var container = Container(name);
        var ports = Ports(container);
        var served = File.ReadAllText(Path.Combine(Deployed.Root, program, "Health", "HealthEndpoints.cs"));
        foreach (var (probe, path) in new[]
        {
            ("startupProbe", "/health/live"), ("livenessProbe", "/health/live"), ("readinessProbe", "/health/ready"),
        })
        {
            var get = container[probe]!["httpGet"]!;
            Assert.Equal(path, (string)get["path"]!);
            Assert.Contains($"\"{path}\"", served, StringComparison.Ordinal);
            Assert.True(ports.ContainsKey((string)get["port"]!), probe);
        }
        var settings = Generators("base").Single(one => (string)one["name"]! == name)["literals"]!.AsArray()
            .Select(static line => ((string)line!).Split('=')).ToDictionary(static p => p[0], static p => p[1]);
        Assert.Equal(ports["http"], settings["ASPNETCORE_URLS"].Split(':')[^1]);
        if (program == "client")
        {
            // What the ingress reaches serves no metrics.
            Assert.Equal(ports["metrics"], settings["Observability__Metrics__Port"]);
            Assert.Contains($":{ports["metrics"]};", settings["ASPNETCORE_URLS"], StringComparison.Ordinal);
        }
        if (program == "silo")
        {
            Assert.Equal(
                (ports["silo"], ports["gateway"]), (settings["Silo__SiloPort"], settings["Silo__GatewayPort"]));
        }
    }

    [Fact]
    public void Selectors_find_the_pods_and_services_their_ports()
    {
        foreach (var one in Deployed.Manifests)
        {
            var selector = one["spec"]?["selector"] ?? one["spec"]?["podSelector"];
            var app = (string?)(selector?["matchLabels"]?["app"] ?? selector?["app"]);
            // What an operator starts by hand is in no manifest.
            if (app is not (null or "orchestrix-tool"))
                Assert.Contains(Deployed.Pods, pod => (string)pod.Template["metadata"]!["labels"]!["app"]! == app);
            if ((string)one["kind"]! == "Service")
                Assert.True(Ports(Container(app!)).ContainsKey((string)one["spec"]!["ports"]![0]!["targetPort"]!));
        }
    }

    /// <summary>An upgrade applies the migration, then silos, then clients, each with its settings.</summary>
    [Theory]
    [InlineData("migrate", "Job")]
    [InlineData("silo", "ConfigMap", "Deployment", "PodDisruptionBudget", "Service")]
    [InlineData("client", "ConfigMap", "Deployment", "PodDisruptionBudget", "Service")]
    public void Each_part_can_be_applied_by_itself(string part, params string[] kinds)
    {
        const string label = "app.kubernetes.io/component";
        var labelled = Deployed.Manifests
            .Where(one => (string?)one["metadata"]!["labels"]?[label] == part)
            .Select(static one => (string)one["kind"]!)
            .Concat(Generators("base").Where(one => (string?)one["options"]?["labels"]?[label] == part)
                .Select(static _ => "ConfigMap"));
        Assert.Equal(kinds, labelled.Order(StringComparer.Ordinal));
        if (part != "client")
        {
            Assert.Contains(
                $"kubectl apply -k deploy/k8s/production -l {label}={part}\n",
                File.ReadAllText(Deployed.Path("README.md")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_network_lets_through_to_a_program_only_what_it_listens_on()
    {
        var policies = Deployed.Manifests.Where(static one => (string)one["kind"]! == "NetworkPolicy").ToArray();
        Assert.Contains(policies, static one =>
            one["spec"]!["podSelector"] is JsonObject { Count: 0 } && one["spec"]!["ingress"] is null
            && one["spec"]!["policyTypes"]!.AsArray().Count == 2);
        foreach (var name in Programs)
        {
            var policy = policies.Single(one => Deployed.Name(one) == name);
            var allowed = policy["spec"]!["ingress"]!.AsArray()
                .SelectMany(static rule => rule!["ports"]!.AsArray()).Select(static port => (string)port!["port"]!);
            Assert.Equal(
                Ports(Container(name)).Values.Order(StringComparer.Ordinal),
                allowed.Distinct().Order(StringComparer.Ordinal));
            foreach (var rule in policy["spec"]!["ingress"]!.AsArray().Where(static one => one!.ToJsonString()
                .Contains("\"ingress\"", StringComparison.Ordinal)))
            {
                Assert.Equal(
                    Ports(Container(name))["http"], (string)Assert.Single(rule!["ports"]!.AsArray())!["port"]!);
                Assert.DoesNotContain("monitoring", rule.ToJsonString(), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("orchestrix-silo")]
    [InlineData("orchestrix-client")]
    public void Pods_are_replaced_without_fewer_of_them_and_not_evicted_together(string name)
    {
        var deployment = Deployed.Manifests.Single(one =>
            (string)one["kind"]! == "Deployment" && Deployed.Name(one) == name);
        var rolling = deployment["spec"]!["strategy"]!["rollingUpdate"]!;
        Assert.Equal(("1", "0"), ((string)rolling["maxSurge"]!, (string)rolling["maxUnavailable"]!));
        // As a condition it would keep the new pod of a rollout waiting where there are as many nodes as pods.
        var apart = deployment["spec"]!["template"]!["spec"]!["affinity"]!["podAntiAffinity"]!;
        Assert.Equal("preferredDuringSchedulingIgnoredDuringExecution", Assert.Single(apart.AsObject()).Key);
        var budget = Deployed.Manifests.Single(one =>
            (string)one["kind"]! == "PodDisruptionBudget" && Deployed.Name(one) == name);
        Assert.Equal("1", (string)budget["spec"]!["maxUnavailable"]!);
    }

    [Fact]
    public void Grafana_gets_every_dashboard_and_where_its_data_is()
    {
        var generators = Yaml.Read(Deployed.Path("grafana", "kustomization.yaml")).Single()["configMapGenerator"]!
            .AsArray().ToDictionary(static one => (string)one!["name"]!, static one => (
                Files: one!["files"]!.AsArray().Select(static file => (string)file!),
                Label: one["options"]!["labels"]!.AsObject().Single().Key));
        var dashboards = Directory.GetFiles(Deployed.Path("grafana"), "*.json").Select(Path.GetFileName);

        Assert.Equal(dashboards.Order(StringComparer.Ordinal), generators["orchestrix-dashboards"].Files);
        Assert.Equal("grafana_dashboard", generators["orchestrix-dashboards"].Label);
        Assert.Equal(["datasource.yaml"], generators["orchestrix-datasource"].Files);
        Assert.Equal("grafana_datasource", generators["orchestrix-datasource"].Label);
        string[] sources = [
            Deployed.Path("grafana", "datasource.yaml"),
            .. Directory.GetFiles(Deployed.Path("compose", "grafana", "datasources")),
        ];
        foreach (var file in sources)
        {
            // The dashboards choose the first data source of this type unless a person chooses another.
            Assert.Equal("prometheus", (string)Yaml.Read(file).Single()["datasources"]![0]!["type"]!);
        }
        // In the composition the same folder is mounted where its provider looks.
        var provider = Yaml.Read(Directory.GetFiles(Deployed.Path("compose", "grafana", "dashboards")).Single())
            .Single()["providers"]![0]!;
        Assert.Contains(
            $"../grafana:{(string)provider["options"]!["path"]!}:ro",
            Deployed.Services["grafana"]!["volumes"]!.AsArray().Select(static one => (string)one!));
    }

    private static IEnumerable<JsonObject> Generators(string folder) =>
        Yaml.Read(Deployed.Path("k8s", folder, "kustomization.yaml")).Single()["configMapGenerator"]!.AsArray()
            .Select(static one => (JsonObject)one!);

    private static JsonObject Container(string name) =>
        (JsonObject)Deployed.Pods.Single(pod => pod.Name == name).Template["spec"]!["containers"]![0]!;

    private static Dictionary<string, string> Ports(JsonObject container) => container["ports"]!.AsArray()
        .ToDictionary(static port => (string)port!["name"]!, static port => (string)port!["containerPort"]!);
}

using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Orchestrix.Cluster.Tests.Deployment;

/// <summary>Whatever scrapes finds silos and clients under the names that alerts go by, and tells somebody.</summary>
public sealed class MonitoringTests
{
    private static readonly string[] Jobs = ["orchestrix-silo", "orchestrix-client"];

    [Theory]
    [InlineData("prometheus", "prometheus.yml")]
    [InlineData("prometheus", "kubernetes.yml")]
    [InlineData("compose", "prometheus.yml")]
    public void Each_configuration_has_the_jobs_the_rules_and_somebody_to_tell(string folder, string file)
    {
        var configuration = Yaml.Read(Deployed.Path(folder, file)).Single();

        Assert.Equal(
            Jobs, configuration["scrape_configs"]!.AsArray().Select(static job => (string)job!["job_name"]!));
        Assert.Equal("rules/*.yml", (string)configuration["rule_files"]!.AsArray().Single()!);
        var told = (string)configuration["alerting"]!["alertmanagers"]![0]!["static_configs"]![0]!["targets"]![0]!;
        Assert.EndsWith(":9093", told, StringComparison.Ordinal);
        if (folder == "compose")
            Assert.Equal("9093", ((string)Deployed.Services[told.Split(':')[0]]!["ports"]![0]!).Split(':')[^1]);
    }

    /// <summary>Somebody has to be named before a message can be sent.</summary>
    [Fact]
    public void Each_route_of_Alertmanager_leads_to_a_receiver()
    {
        var configuration = Yaml.Read(Deployed.Path("compose", "alertmanager.yml")).Single();
        var receivers = configuration["receivers"]!.AsArray().Select(static one => (string)one!["name"]!).ToArray();
        var routes = Yaml.Objects(configuration["route"]).Where(static one => one.ContainsKey("receiver")).ToArray();

        Assert.Equal(2, routes.Length);
        Assert.All(routes, route => Assert.Contains((string)route["receiver"]!, receivers));
    }

    [Fact]
    public void Pods_are_found_by_their_label_and_the_port_of_their_metrics()
    {
        var configuration = Yaml.Read(Deployed.Path("prometheus", "kubernetes.yml")).Single();
        var monitors = Yaml.Read(Deployed.Path("k8s", "components", "prometheus-operator", "monitors.yaml"));
        Assert.Equal(2, monitors.Count);
        foreach (var name in Jobs)
        {
            var pod = Deployed.Pods.Single(pod => pod.Name == name).Template;
            var port = name == "orchestrix-silo" ? "http" : "metrics";
            Assert.Contains(
                pod["spec"]!["containers"]![0]!["ports"]!.AsArray(), one => (string)one!["name"]! == port);

            var job = configuration["scrape_configs"]!.AsArray().Single(job => (string)job!["job_name"]! == name)!;
            Assert.Equal("orchestrix", (string)job["kubernetes_sd_configs"]![0]!["namespaces"]!["names"]![0]!);
            Assert.Equal(
                $"{pod["metadata"]!["labels"]!["app"]};{port};Running",
                (string)job["relabel_configs"]![0]!["regex"]!);

            var monitor = monitors.Single(one => Deployed.Name(one) == name);
            Assert.Equal("orchestrix", (string)monitor["metadata"]!["namespace"]!);
            Assert.Equal(name, (string)pod["metadata"]!["labels"]![(string)monitor["spec"]!["jobLabel"]!]!);
            Assert.Equal(name, (string)monitor["spec"]!["selector"]!["matchLabels"]!["app"]!);
            Assert.Equal(port, (string)monitor["spec"]!["podMetricsEndpoints"]![0]!["port"]!);
        }
    }

    [Fact]
    public async Task The_rules_of_the_operator_are_those_of_the_files()
    {
        var info = new ProcessStartInfo(
            "sh", [Deployed.Path("scripts", "make-prometheus-rule.sh"), "release: trial"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(info)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);

        using var text = new StringReader(output);
        var rules = Yaml.Read(text);
        Assert.Equal(["orchestrix-alerts", "orchestrix-recording"], rules.Select(Deployed.Name));
        Assert.All(rules, static rule =>
        {
            Assert.Equal("PrometheusRule", (string)rule["kind"]!);
            Assert.Equal("trial", (string)rule["metadata"]!["labels"]!["release"]!);
            var file = $"{Deployed.Name(rule)["orchestrix-".Length..]}.yml";
            Assert.True(JsonNode.DeepEquals(
                Yaml.Read(Deployed.Path("prometheus", "rules", file)).Single(), rule["spec"]));
        });
    }
}

using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestrix.Cluster.Tests.Deployment;

/// <summary>What one part of the composition says about another is so.</summary>
public sealed partial class ComposeTests
{
    private static JsonObject Services => Deployed.Services;

    [Fact]
    public void The_composition_has_all_that_it_is_to_have() => Assert.Equal(
        [
            "alertmanager", "client-1", "client-2", "grafana", "jaeger", "migrate", "pgbouncer", "postgres",
            "prometheus", "readiness", "replica", "silo-1", "silo-2", "silo-3",
        ],
        Services.Select(static service => service.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Services_networks_volumes_and_files_that_are_named_exist() => Assert.All(Services, static service =>
    {
        var definition = (JsonObject)service.Value!;
        Assert.All(Names(definition["depends_on"]), static name => Assert.True(Services.ContainsKey(name), name));
        var networks = Names(definition["networks"]).ToArray();
        Assert.NotEmpty(networks);
        Assert.All(networks, static name => Assert.True(((JsonObject)Deployed.Compose["networks"]!).ContainsKey(name)));
        foreach (var mount in definition["volumes"]?.AsArray() ?? [])
        {
            var source = ((string)mount!).Split(':')[0];
            // Certificates are made by a script, and are nobody's but the installation's.
            if (source.StartsWith("./tls/", StringComparison.Ordinal))
                continue;
            Assert.True(
                source.StartsWith('.')
                    ? Path.Exists(Path.Combine(Deployed.Path("compose"), source))
                    : ((JsonObject)Deployed.Compose["volumes"]!).ContainsKey(source),
                source);
        }
    });

    [Fact]
    public void Hosts_and_ports_that_settings_name_are_services()
    {
        string[] own = ["pgbouncer", "postgres", "jaeger"];
        foreach (var (where, _, values) in Deployed.Settings().Where(static one => one.Where.StartsWith('c')))
        {
            foreach (var (key, value) in values)
            {
                if (Host().Match(value) is { Success: true } host)
                    Assert.Contains(host.Groups["name"].Value, own);
                if (key == "Observability__Tracing__JaegerHost")
                    Assert.Contains(value, own);
                if (value.Contains("Port=", StringComparison.Ordinal))
                {
                    var port = (string)Services["pgbouncer"]!["environment"]!["LISTEN_PORT"]!;
                    Assert.True(value.Contains($"Port={port};", StringComparison.Ordinal), $"{where}: {key}");
                }
            }
        }
    }

    [Fact]
    public void Prometheus_scrapes_each_silo_and_client_at_its_port()
    {
        var jobs = Yaml.Read(Deployed.Path("compose", "prometheus.yml")).Single()["scrape_configs"]!.AsArray();
        var targets = jobs.SelectMany(static job => job!["static_configs"]![0]!["targets"]!.AsArray())
            .Select(static target => (string)target!).Order(StringComparer.Ordinal);
        var expected = Services.Where(static one => one.Value!["environment"]?["ASPNETCORE_URLS"] is not null)
            .Select(static one => $"{one.Key}:{MetricsPort((JsonObject)one.Value!["environment"]!)}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, targets);
        // The alerts go by the names of the jobs.
        Assert.Equal(
            Yaml.Read(Deployed.Path("prometheus", "prometheus.yml")).Single()["scrape_configs"]!.AsArray()
                .Select(static job => (string)job!["job_name"]!),
            jobs.Select(static job => (string)job!["job_name"]!));
    }

    [Fact]
    public void Published_ports_are_of_this_machine_and_lead_to_what_listens() => Assert.All(
        Services.Where(static service => service.Value!["ports"] is not null),
        static service => Assert.All(service.Value!["ports"]!.AsArray(), port =>
        {
            var parts = ((string)port!).Split(':');
            Assert.Equal("127.0.0.1", parts[0]);
            if (service.Value!["environment"]?["ASPNETCORE_URLS"] is { } urls)
                Assert.Equal(Port((string)urls!), parts[2]);
            if (service.Key.StartsWith("client-", StringComparison.Ordinal))
                Assert.NotEqual(MetricsPort((JsonObject)service.Value!["environment"]!), parts[2]);
            Assert.Contains("edge", Names(service.Value!["networks"]));
        }));

    [Fact]
    public void Silos_advertise_the_address_that_they_have() => Assert.All(
        Services.Where(static service => service.Key.StartsWith("silo-", StringComparison.Ordinal)),
        static silo => Assert.Equal(
            (string)silo.Value!["networks"]!["bank"]!["ipv4_address"]!,
            (string)silo.Value!["environment"]!["Silo__AdvertisedAddress"]!));

    [Fact]
    public void No_other_container_is_given_the_address_of_a_silo()
    {
        var network = Deployed.Compose["networks"]!["bank"]!["ipam"]!["config"]![0]!;
        var whole = IPNetwork.Parse((string)network["subnet"]!);
        var given = IPNetwork.Parse((string)network["ip_range"]!);
        Assert.True(whole.Contains(given.BaseAddress) && given.PrefixLength > whole.PrefixLength);
        Assert.All(
            Services.Select(static one => (string?)(one.Value!["networks"] as JsonObject)?["bank"]?["ipv4_address"])
                .OfType<string>().Select(IPAddress.Parse),
            address => Assert.True(whole.Contains(address) && !given.Contains(address)));
    }

    /// <summary>A session that one has begun is known to the other; its keys are the containers' to write.</summary>
    [Fact]
    public void Clients_share_the_keys_of_sessions()
    {
        var clients = Services.Where(static one => one.Key.StartsWith("client-", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, clients.Length);
        Assert.All(clients, static one => Assert.Contains(
            $"client-keys:{(string)one.Value!["environment"]!["Auth__DataProtectionDirectory"]!}",
            one.Value["volumes"]!.AsArray().Select(static mount => (string)mount!)));
        Assert.Contains(
            "uid=1654", ((string)Deployed.Compose["volumes"]!["client-keys"]!["driver_opts"]!["o"]!).Split(','));
    }

    [Fact]
    public void Each_password_comes_from_outside_and_is_listed()
    {
        var text = File.ReadAllText(Deployed.Path("compose", "compose.yaml"));
        var listed = File.ReadLines(Deployed.Path("compose", ".env.example"))
            .Where(static line => !line.StartsWith('#')).Select(static line => line.TrimEnd('='));
        Assert.Equal(
            listed.Order(StringComparer.Ordinal),
            Required().Matches(text).Select(static match => match.Groups["name"].Value).Distinct()
                .Order(StringComparer.Ordinal));
        Assert.DoesNotMatch("(?i)password[:=] ?[^$?\\s]", text);
    }

    private static IEnumerable<string> Names(JsonNode? node) => node switch
    {
        JsonArray list => list.Select(static one => (string)one!),
        JsonObject map => map.Select(static one => one.Key),
        _ => [],
    };

    /// <summary>What strangers reach serves no metrics.</summary>
    private static string MetricsPort(JsonObject environment)
    {
        var urls = (string)environment["ASPNETCORE_URLS"]!;
        if (environment["Observability__Metrics__Port"] is not { } port)
            return Port(urls);
        Assert.Contains($":{port};", urls, StringComparison.Ordinal);
        Assert.NotEqual(Port(urls), (string)port!);
        return (string)port!;
    }

    private static string Port(string urls) => urls[(urls.LastIndexOf(':') + 1)..];

    [GeneratedRegex(@"\bHost=(?<name>[\w-]+)")]
    private static partial Regex Host();

    [GeneratedRegex(@"\$\{(?<name>\w+):\?\}")]
    private static partial Regex Required();
}

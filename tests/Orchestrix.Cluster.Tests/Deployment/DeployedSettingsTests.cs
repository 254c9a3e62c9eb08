using Bank.Client.Configuration;
using Microsoft.Extensions.Configuration;

namespace Orchestrix.Cluster.Tests.Deployment;

/// <summary>The settings in <c>deploy</c> are options that the programs read, with values that they take.</summary>
public sealed class DeployedSettingsTests
{
    /// <summary>Variables that the programs' hosts, the driver, or other programs read.</summary>
    private static readonly string[] Others =
        ["DOTNET_ENVIRONMENT", "ASPNETCORE_URLS", "ORCHESTRIX_POSTGRES_OWNER", "PGSSLROOTCERT"];

    /// <summary>Of files only: what is in the environment is in the environment of all children.</summary>
    private static readonly Dictionary<string, string[]> ConnectionStrings = new()
    {
        ["silo"] = ["OrchestrixFile"],
        ["client"] = [$"{ClusterSettings.ConnectionStringName}File"],
    };

    [Fact]
    public void Each_setting_is_read_by_its_program()
    {
        var settings = Deployed.Settings()
            .Where(static one => ProgramSections.All.ContainsKey(one.Program)).ToArray();
        // Three silos and two clients of the composition; base, production and unit of each program, a client's keys.
        Assert.Equal(12, settings.Length);

        Assert.Empty(settings.SelectMany(static one => Mistakes(one.Program, one.Values)
            .Select(mistake => $"{one.Where}: {mistake}")));
    }

    [Fact]
    public void Every_silo_finds_the_others_and_keeps_events_in_PostgreSQL() => Assert.All(
        Deployed.Settings().Where(static one => one.Values.ContainsKey("ASPNETCORE_URLS")),
        static one =>
        {
            var section = one.Program == "silo" ? "Silo" : "Cluster";
            Assert.Equal("PostgreSQL", one.Values[$"{section}__Clustering"]);
            Assert.Equal("Production", one.Values["DOTNET_ENVIRONMENT"]);
            Assert.All(
                new[] { "CertificateFile", "KeyFile", "AuthorityFile" },
                file => Assert.True(one.Values.ContainsKey($"ClusterTls__{file}"), $"{one.Where} has no {file}"));
        });

    /// <summary>What readiness and operators ask of an installation as it is shipped.</summary>
    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("k8s")]
    [InlineData("systemd")]
    public void Silos_know_how_large_the_database_may_get_and_clients_serve_operators(string deployment)
    {
        string[] Names(string program) =>
        [
            .. Deployed.Settings().Where(one => one.Program == program
                    && one.Where.StartsWith(deployment, StringComparison.Ordinal))
                .SelectMany(static one => one.Values.Keys),
        ];
        Assert.Contains("PostgreSQL__CapacityBytes", Names("silo"));
        Assert.Contains("Ops__IsEnabled", Names("client"));
        // In Kubernetes not every cluster has what it takes: a component.
        Assert.Equal(deployment != "k8s", Names("client").Contains("Auth__DataProtectionDirectory"));
    }

    private static IEnumerable<string> Mistakes(string program, Dictionary<string, string> values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(static pair => KeyValuePair.Create(
                pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)Filled(pair))))
            .Build();
        foreach (var section in configuration.GetChildren())
        {
            if (section.Key == "ConnectionStrings")
            {
                foreach (var name in section.GetChildren())
                {
                    if (!ConnectionStrings[program].Contains(name.Key, StringComparer.OrdinalIgnoreCase))
                        yield return $"{program} reads no connection string {name.Key}";
                }
            }
            else if (ProgramSections.All[program].TryGetValue(section.Key, out var type))
            {
                if (Mistake(section, type) is { } mistake)
                    yield return mistake;
            }
            else if (!Others.Contains(section.Key))
            {
                yield return $"{program} reads no {section.Key}";
            }
        }
    }

    private static string? Mistake(IConfigurationSection section, Type type)
    {
        try
        {
            section.Get(type, static binder => binder.ErrorOnUnknownConfiguration = true);
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return $"{section.Key}: {exception.Message}";
        }
    }

    // Text, an instant or a number, whichever is asked for.
    private static string Filled(KeyValuePair<string, string> pair) => pair switch
    {
        { Value: ['$', '{', ..] } when pair.Key.EndsWith("Bytes", StringComparison.Ordinal) => "100000000000",
        { Value: ['$', '{', ..] } => "2030-01-01T00:00:00Z",
        _ => pair.Value,
    };
}

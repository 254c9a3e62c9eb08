using Bank.Cli.Topology;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>Silos as processes, which find each other in PostgreSQL: having its password is not enough.</summary>
[Collection(WholeMachine.Name)]
public sealed class UnwelcomeSiloTests(PostgresFixture fixture) : IDisposable
{
    private const string SiloName = "orchestrix-silo";
    private const string Active = "select count(*) from orleansmembershiptable where status = 3";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orchestrix-mtls-");
    private readonly CertificateAuthority _authority = new(TimeProvider.System, TimeSpan.FromHours(1));
    private readonly CertificateAuthority _stranger = new(TimeProvider.System, TimeSpan.FromHours(1));

    [Fact]
    public async Task A_silo_without_a_certificate_or_with_one_of_another_authority_does_not_join()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var one = Start(database, Write(_authority, "one"));
        await using var other = Start(database, Write(_authority, "other"));
        await one.UntilAsync("/health/ready", 200);
        await other.UntilAsync("/health/ready", 200);
        Assert.Equal(2, await database.ScalarAsync<long>(Active));
        await using var api = await BankApi.StartAsync(
            one.GatewayPort,
            [
                "--Cluster:Clustering=PostgreSQL",
                $"--ConnectionStrings:orleans={database.ApplicationConnectionString}",
                .. ClusterTlsFixture.Arguments(_authority.Write(NewDirectory(), "client")),
            ]);
        await api.ReadyAsync();
        await OpenAsync(api, "before");

        await using var bare = Start(database, []);
        await using var foreign = Start(database, Write(_stranger, "foreign"));
        // Both are written in the table of members, and neither is ever heard.
        await Until.TrueAsync(async () =>
            await database.ScalarAsync<long>("select count(*) from orleansmembershiptable") == 4);
        for (var number = 0; number < 20; number++)
        {
            await OpenAsync(api, $"meanwhile-{number}");
            Assert.Equal(2, await database.ScalarAsync<long>(Active));
            Assert.NotEqual(200, await bare.StatusAsync("/health/ready"));
            Assert.NotEqual(200, await foreign.StatusAsync("/health/ready"));
        }
        one.Terminate();
        Assert.Contains("Authentication failed", (await one.ExitAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Production_a_silo_that_others_reach_needs_TLS_or_a_permission()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var silo = Start(database, new() { ["Silo__AdvertisedAddress"] = "10.1.2.3" });
        var (code, _, errors) = await silo.ExitAsync();
        Assert.Equal(1, code);
        Assert.Contains("ClusterTls:IsPlainAllowed", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no such file", "cannot be read")]
    [InlineData("another key", "does not hold the private key")]
    [InlineData("readable key", "every user of this machine may read")]
    [InlineData("not a silo", "has no DNS name orchestrix-silo")]
    [InlineData("another authority", "is not valid as a client's")]
    public async Task A_silo_says_what_is_wrong_with_its_files(string mistake, string message)
    {
        await using var database = await fixture.CreateDatabaseAsync();
        var settings = Write(_authority, "silo");
        var key = settings["ClusterTls__KeyFile"];
        switch (mistake)
        {
            case "no such file":
                File.Delete(key);
                break;
            case "another key":
                await File.WriteAllTextAsync(
                    key, _authority.Issue("silo").Key, TestContext.Current.CancellationToken);
                break;
            case "readable key":
                using (var chmod = System.Diagnostics.Process.Start("chmod", ["o+r", key]))
                    await chmod.WaitForExitAsync(TestContext.Current.CancellationToken);
                break;
            case "not a silo":
                settings = _authority.Write(NewDirectory(), "client");
                break;
            default:
                await File.WriteAllTextAsync(
                    settings["ClusterTls__AuthorityFile"], _stranger.CertificatePem,
                    TestContext.Current.CancellationToken);
                break;
        }
        await using var silo = Start(database, settings);
        var (code, output, errors) = await silo.ExitAsync();
        Assert.Equal(1, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", output + errors, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
        _directory.Delete(recursive: true);
    }

    private Dictionary<string, string> Write(CertificateAuthority authority, string name) =>
        authority.Write(NewDirectory(), name, SiloName);

    private string NewDirectory() => _directory.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

    private static async Task OpenAsync(BankApi api, string id)
    {
        using var opened = await api.PostAsync(
            "/accounts", $$"""{"id":"{{id}}","owner":"Owner","currency":"EUR"}""", ("Idempotency-Key", id));
        Assert.True(opened.IsSuccessStatusCode, await opened.Content.ReadAsStringAsync());
    }

    private static SiloProcess Start(TestDatabase database, Dictionary<string, string> settings) => SiloProcess.Start(
    [
        ("DOTNET_ENVIRONMENT", "Production"),
        ("Silo__Clustering", "PostgreSQL"),
        ("ConnectionStrings__Orchestrix", database.ApplicationConnectionString),
        ("ConnectionStrings__OrchestrixOwner", database.OwnerConnectionString),
        .. settings.Select(static one => (one.Key, (string?)one.Value)),
    ]);
}

using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bank.Cli.Topology;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Cluster.Tests.Security;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Events;
using Orchestrix.Hosting;
using Orchestrix.InMemory;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Readiness;
using Orchestrix.Security.Hosting;
using Orchestrix.Snapshots;
using Orchestrix.Tests.Support;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>What a silo is built with is broken, and exactly its check fails.</summary>
public sealed class SiloChecksTests(PostgresFixture fixture) : IDisposable
{
    private static readonly string[] _plain = ["security.cluster-certificates", "security.cluster-tls"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orchestrix-readiness-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Reminders_that_die_with_their_silo_are_found()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database.ApplicationConnectionString);

        var whole = await FailedAsync(configure: silo => silo.UseAdoNetReminderService(
            (OptionsBuilder<AdoNetReminderTableOptions> options) => options.Configure(
                adoNet => (adoNet.Invariant, adoNet.DataSource) = ("Npgsql", source))));

        Assert.Equal(["cluster.silos", .. _plain], whole);
        Broken.Only("cluster.reminders", whole, await FailedAsync());
    }

    [Fact]
    public async Task Loads_that_find_no_snapshot_are_counted()
    {
        var store = new FaultyStore();
        await using var silo = await StartAsync(store, add: orchestrix =>
            orchestrix.Services.AddSingleton<ISnapshotStore>(new InMemorySnapshotStore(store)));
        for (var number = 0; number < 100; number++)
            await FillAsync(store, $"long-{number}");
        var whole = await FailedAsync(silo);

        for (var number = 0; number < 100; number++)
            await silo.Account($"long-{number}").GetAsync();

        Broken.Only("concurrency.snapshot-hits", whole, await FailedAsync(silo));
    }

    [Theory]
    [InlineData(RemoteCertificateMode.NoCertificate)]
    [InlineData(RemoteCertificateMode.RequireCertificate)]
    public async Task A_silo_that_takes_strangers_is_found(RemoteCertificateMode mode)
    {
        using var authority = new CertificateAuthority(TimeProvider.System, TimeSpan.FromDays(60));
        var (certificate, key) = authority.Issue("silo", ClusterTlsFixture.SiloName);
        using var pem = X509Certificate2.CreateFromPem(certificate, key);

        // Whatever certificate it asks for, it takes any.
        var now = await FailedAsync(configure: silo => silo.UseTls(pem, options =>
        {
            options.RemoteCertificateMode = mode;
            options.AllowAnyRemoteCertificate();
        }));

        Broken.Only("security.cluster-tls", await FailedAsync(configure: Guarded(authority)), now);
    }

    [Fact]
    public async Task A_silo_without_TLS_has_no_certificate_either()
    {
        using var authority = new CertificateAuthority(TimeProvider.System, TimeSpan.FromDays(60));

        Broken.Only(
            "security.cluster-tls", await FailedAsync(configure: Guarded(authority)), await FailedAsync(),
            "security.cluster-certificates");
    }

    [Fact]
    public async Task A_silo_whose_certificate_ends_soon_is_found()
    {
        using var late = new CertificateAuthority(TimeProvider.System, TimeSpan.FromDays(15));
        using var soon = new CertificateAuthority(TimeProvider.System, TimeSpan.FromDays(13));

        var whole = await FailedAsync(configure: Guarded(late));

        Assert.Equal(["cluster.reminders", "cluster.silos"], whole);
        Broken.Only("security.cluster-certificates", whole, await FailedAsync(configure: Guarded(soon)));
    }

    private Action<ISiloBuilder> Guarded(CertificateAuthority authority)
    {
        var directory = _directory.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;
        var options = ClusterTlsFixture.OptionsOf(authority.Write(directory, "silo", ClusterTlsFixture.SiloName));
        return silo => silo.UseClusterTls(options);
    }

    /// <summary>An account with more events than a snapshot is taken after, written behind the silo's back.</summary>
    private static async Task FillAsync(FaultyStore store, string key)
    {
        var stream = StreamId.For("account", key);
        await AppendAsync(store, stream, 0, [New(
            "account.opened", """{"owner":"ada","overdraftLimit":{"amount":0,"currency":"EUR"}}""")]);
        for (var version = 1; version < 500; version += 100)
        {
            await AppendAsync(store, stream, version,
            [
                .. Enumerable.Range(0, 100).Select(static _ => New(
                    "account.overdraft-limit-set", """{"limit":{"amount":0,"currency":"EUR"}}""")),
            ]);
        }
    }

    private static EventData New(string type, string json) =>
        new(Guid.NewGuid(), type, 1, Encoding.UTF8.GetBytes(json));

    private static async Task AppendAsync(FaultyStore store, StreamId stream, long version, EventData[] events)
    {
        var commit = new Commit
        {
            Stream = stream,
            ExpectedVersion = ExpectedVersion.Exactly(version),
            CommitId = Guid.NewGuid(),
            Events = events,
        };
        await store.AppendAsync([commit], Stop);
    }

    private static async Task<string[]> FailedAsync(
        Action<ISiloBuilder>? configure = null, Action<OrchestrixBuilder>? add = null)
    {
        await using var silo = await StartAsync(new FaultyStore(), configure, add);
        return await FailedAsync(silo);
    }

    private static Task<BankSilo> StartAsync(
        FaultyStore store, Action<ISiloBuilder>? configure = null, Action<OrchestrixBuilder>? add = null)
    {
        var ports = FreePorts.Take(2);
        return BankSilo.StartAsync(ports[0], ports[1], store, configure, add);
    }

    private static async Task<string[]> FailedAsync(BankSilo silo) =>
    [
        .. (await silo.Grains.GetGrain<IReadinessGrain>(0).CheckAsync(ReadinessProfile.Production, Stop))
            .Where(static one => one.Outcome == CheckOutcome.Failed).Select(static one => one.Check.Id)
            .Order(StringComparer.Ordinal),
    ];
}

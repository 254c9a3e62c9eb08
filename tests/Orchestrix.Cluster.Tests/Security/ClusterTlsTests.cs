using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Bank.Cli.Topology;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;
using Orchestrix.Security.ClusterTls;
using Orchestrix.Security.Hosting;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>Who may talk to a silo, over real sockets.</summary>
public sealed class ClusterTlsTests(ClusterTlsFixture fixture) : IClassFixture<ClusterTlsFixture>
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    [Fact]
    public async Task A_client_with_a_certificate_is_served_and_what_was_negotiated_is_known()
    {
        var settings = fixture.Authority.Write(fixture.NewDirectory(), "client");
        await using var api = await BankApi.StartAsync(fixture.GatewayPort, ClusterTlsFixture.Arguments(settings));
        await api.ReadyAsync();
        using var opened = await api.PostAsync(
            "/accounts", """{"id":"tls","owner":"Owner","currency":"EUR"}""", ("Idempotency-Key", "tls"));
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);

        var inbound = Assert.Single(
            fixture.Report.Connections, static one => one.Kind == ConnectionKind.GatewayInbound);
        Assert.Equal("Tls13", inbound.Protocol);
        Assert.StartsWith("TLS_", inbound.CipherSuite, StringComparison.Ordinal);
        Assert.InRange(
            fixture.Report.CertificateExpiresAt - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(30),
            TimeSpan.FromHours(1));
        var own = (ClusterTlsReport)api.Services.GetService(typeof(ClusterTlsReport))!;
        Assert.All(own.Connections, static one => Assert.Equal(ConnectionKind.ClientOutbound, one.Kind));
        Assert.NotEmpty(own.Connections);
    }

    [Fact]
    public async Task A_gateway_listens_to_a_certificate_of_its_authority_only()
    {
        Assert.True(await AdmitsAsync(fixture.GatewayPort, fixture.Authority.Issue("client")));
        Assert.False(await AdmitsAsync(fixture.GatewayPort, null));
        Assert.False(await AdmitsAsync(fixture.GatewayPort, fixture.Stranger.Issue("client")));
        Assert.False(await AdmitsAsync(
            fixture.GatewayPort, fixture.Stranger.Issue("silo", ClusterTlsFixture.SiloName)));
        var yesterday = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        Assert.False(await AdmitsAsync(
            fixture.GatewayPort, fixture.Authority.Issue("client", yesterday, [ClientUse], [])));
        Assert.False(await AdmitsAsync(
            fixture.GatewayPort,
            fixture.Authority.Issue("client", TimeProvider.System.GetUtcNow().AddMinutes(9), [ServerUse], [])));
    }

    [Fact]
    public async Task The_port_of_silos_listens_to_silos_only()
    {
        Assert.True(await AdmitsAsync(
            fixture.SiloPort, fixture.Authority.Issue("silo", ClusterTlsFixture.SiloName)));
        Assert.False(await AdmitsAsync(fixture.SiloPort, fixture.Authority.Issue("client")));
        // A name in the subject is not enough, and neither is a wildcard.
        Assert.False(await AdmitsAsync(fixture.SiloPort, fixture.Authority.Issue(ClusterTlsFixture.SiloName)));
        Assert.False(await AdmitsAsync(fixture.SiloPort, fixture.Authority.Issue("silo", "*.silo", "*")));
        Assert.False(await AdmitsAsync(fixture.SiloPort, null));
        Assert.False(await AdmitsAsync(
            fixture.SiloPort, fixture.Stranger.Issue("silo", ClusterTlsFixture.SiloName)));
    }

    [Fact]
    public async Task Who_does_not_speak_TLS_is_not_answered()
    {
        foreach (var port in new[] { fixture.SiloPort, fixture.GatewayPort })
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            Assert.False(await ClusterTlsFixture.HearsAsync(client.GetStream()));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_is_not_served_by_what_is_no_silo(bool isOfTheAuthority)
    {
        // Either a certificate of another authority with the right name, or one of ours without it.
        var impostor = isOfTheAuthority
            ? fixture.Authority.Issue("client")
            : fixture.Stranger.Issue("silo", ClusterTlsFixture.SiloName);
        await using var listener = new ImpostorGateway(impostor);
        var settings = fixture.Authority.Write(fixture.NewDirectory(), "client");
        await using var api = await BankApi.StartAsync(listener.Port, ClusterTlsFixture.Arguments(settings));
        Assert.False(await listener.IsBelievedAsync());
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_to_whoever_connects_next()
    {
        var directory = fixture.NewDirectory();
        using var authority = new CertificateAuthority(TimeProvider.System, TimeSpan.FromHours(1));
        var options = ClusterTlsFixture.OptionsOf(authority.Write(directory, "silo", ClusterTlsFixture.SiloName));
        var ports = FreePorts.Take(2);
        using var log = new HeardLog();
        await using var silo = await BankSilo.StartAsync(
            ports[0], ports[1], configure: builder =>
            {
                builder.UseClusterTls(options);
                builder.Services.AddSingleton<ILoggerProvider>(log);
            });
        var first = await ClusterTlsFixture.ShownAsync(ports[1], authority.Issue("client"));
        Assert.NotNull(first);

        // What makes no sense changes nothing, for nobody.
        await File.WriteAllTextAsync(options.CertificateFile!, "nonsense", TestContext.Current.CancellationToken);
        await Until.TrueAsync(async () =>
        {
            Assert.Equal(first, await ClusterTlsFixture.ShownAsync(ports[1], authority.Issue("client")));
            return log.Events.Contains("CertificateUnusable");
        });
        authority.Write(directory, "silo", ClusterTlsFixture.SiloName);
        await Until.TrueAsync(async () =>
            await ClusterTlsFixture.ShownAsync(ports[1], authority.Issue("client")) is { } shown && shown != first);
    }

    [Fact]
    public async Task The_end_of_a_renewed_certificate_is_measured_before_anybody_connects()
    {
        var directory = fixture.NewDirectory();
        var now = TimeProvider.System.GetUtcNow();
        using var authority = new CertificateAuthority(TimeProvider.System, TimeSpan.FromDays(90));
        var options = ClusterTlsFixture.OptionsOf(Renew(now.AddDays(1)));
        var ports = FreePorts.Take(2);
        await using var silo = await BankSilo.StartAsync(
            ports[0], ports[1], configure: builder => builder.UseClusterTls(options));
        var meters = silo.Services.GetRequiredService<IMeterFactory>();

        Assert.Equal(now.AddDays(1).ToUnixTimeSeconds(), EndIn(meters));
        Renew(now.AddDays(30));
        await Until.TrueAsync(() => Task.FromResult(EndIn(meters) == now.AddDays(30).ToUnixTimeSeconds()));

        Dictionary<string, string> Renew(DateTimeOffset end)
        {
            var (certificate, key) = authority.Issue(
                "silo", end, [ServerUse, ClientUse], [ClusterTlsFixture.SiloName]);
            return authority.Write(directory, "silo", certificate, key);
        }
    }

    [Fact]
    public async Task A_renewed_authority_is_believed_and_the_former_is_not()
    {
        var directory = fixture.NewDirectory();
        var options = ClusterTlsFixture.OptionsOf(
            fixture.Authority.Write(directory, "silo", ClusterTlsFixture.SiloName));
        var ports = FreePorts.Take(2);
        await using var silo = await BankSilo.StartAsync(
            ports[0], ports[1], configure: builder => builder.UseClusterTls(options));
        Assert.False(await AdmitsAsync(ports[1], fixture.Stranger.Issue("client")));

        fixture.Stranger.Write(directory, "silo", ClusterTlsFixture.SiloName);

        await Until.TrueAsync(async () => await AdmitsAsync(ports[1], fixture.Stranger.Issue("client")));
        Assert.False(await AdmitsAsync(ports[1], fixture.Authority.Issue("client")));
    }

    [Fact]
    public async Task What_a_client_shows_and_believes_is_what_its_files_hold_now()
    {
        var directory = fixture.NewDirectory();
        var settings = fixture.Authority.Write(directory, "client");
        await using var known = new ImpostorGateway(fixture.Authority.Issue("silo", ClusterTlsFixture.SiloName));
        await using var unknown = new ImpostorGateway(fixture.Stranger.Issue("silo", ClusterTlsFixture.SiloName));
        await using var one = await BankApi.StartAsync(known.Port, ClusterTlsFixture.Arguments(settings));
        await using var other = await BankApi.StartAsync(unknown.Port, ClusterTlsFixture.Arguments(settings));
        var first = await known.ShownAsync();
        Assert.NotNull(first);
        Assert.False(await unknown.IsBelievedAsync());

        fixture.Authority.Write(directory, "client");
        await Until.TrueAsync(async () => await known.ShownAsync() is { } shown && shown != first);
        fixture.Stranger.Write(directory, "client");
        await Until.TrueAsync(unknown.IsBelievedAsync);
    }

    [Fact]
    public void In_Production_a_client_of_other_machines_needs_TLS_or_a_permission()
    {
        string[] settings =
        [
            "--environment=Production", "--Cluster:Clustering=PostgreSQL",
            "--ConnectionStrings:orleans=Host=db;SSL Mode=VerifyFull",
            .. TestKey.Settings.Select(static one => $"--{one.Key}={one.Value}"),
        ];
        var refused = Assert.Throws<ConfigurationException>(() => Bank.Client.ClientApp.Build(settings));
        Assert.Contains("ClusterTls:IsPlainAllowed", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(Bank.Client.ClientApp.Build([.. settings, "--ClusterTls:IsPlainAllowed=true"]));
    }

    private static long? EndIn(IMeterFactory meters)
    {
        long? end = null;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name == "orchestrix.certificate.expiry_timestamp")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => end = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return end;
    }

    private static Task<bool> AdmitsAsync(int port, (string Certificate, string Key)? shown) =>
        ClusterTlsFixture.IsAdmittedAsync(port, shown);
}

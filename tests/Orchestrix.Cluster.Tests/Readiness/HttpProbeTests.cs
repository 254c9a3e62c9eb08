using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Bank.Cli.Topology;
using Microsoft.AspNetCore.Builder;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Tests.Support;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>An HTTP API that lacks one thing after the other, probed from outside.</summary>
public sealed class HttpProbeTests(ReadinessSilo silo) : IClassFixture<ReadinessSilo>, IDisposable
{
    private static readonly string[] _all =
    [
        "security.http-authentication", "security.http-certificate", "security.http-headers", "security.http-tls",
    ];

    private static readonly string[] _whole = ReadinessSilo.Lacking(_all);

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_api_that_lacks_nothing_passes()
    {
        var report = await ProbeAsync(new ProbedApi());

        Assert.Equal(_whole, report.Ids("failed"));
        Assert.Superset(_all.ToHashSet(), report.Ids("passed").ToHashSet());
        Assert.Equal("all 3 writes and 2 forms were refused", report.Evidence("security.http-authentication"));
        Assert.StartsWith("Tls1", report.Evidence("security.http-tls"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_an_authority_that_nobody_knows_fails()
    {
        var report = await ProbeAsync(new ProbedApi(), isTrusted: false);

        Broken.Only("security.http-certificate", _whole, report.Ids("failed"));
        Assert.Contains("not trusted here", report.Evidence("security.http-certificate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_ends_within_two_weeks_fails()
    {
        // One of 30 days, made 17 days ago; one more day would do.
        Assert.Equal(_whole, (await ProbeAsync(new ProbedApi(MadeDaysAgo: 15))).Ids("failed"));
        var report = await ProbeAsync(new ProbedApi(MadeDaysAgo: 17));

        Broken.Only("security.http-certificate", _whole, report.Ids("failed"));
        Assert.StartsWith("13 days left", report.Evidence("security.http-certificate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_of_TLS_that_is_too_old_fails_where_it_can_be_spoken_at_all()
    {
        // Elsewhere it is not OpenSSL that speaks it.
        if (!OperatingSystem.IsLinux())
            return;
        Directory.CreateDirectory(_folder.Path);
        var lenient = Path.Combine(_folder.Path, "openssl.cnf");
        // Otherwise the probe refuses by itself, and finds no handshake to judge.
        await File.WriteAllTextAsync(
            lenient, """
            openssl_conf = all
            [all]
            ssl_conf = ssl
            [ssl]
            system_default = old
            [old]
            MinProtocol = TLSv1
            CipherString = DEFAULT:@SECLEVEL=0
            """, TestContext.Current.CancellationToken);
        (string, string?)[] environment = [("OPENSSL_CONF", lenient)];
        Assert.Equal(_whole, (await ProbeProcessAsync(environment)).Ids("failed"));

        var report = await ProbeProcessAsync([.. environment, ("Kestrel__Endpoints__Web__SslProtocols__0", "Tls11")]);

        Broken.Only("security.http-tls", _whole, report.Ids("failed"));
        Assert.StartsWith("Tls11, ", report.Evidence("security.http-tls"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_http_fails_twice()
    {
        var report = await ProbeAsync(new ProbedApi(IsPlain: true));

        Broken.Only("security.http-tls", _whole, report.Ids("failed"), "security.http-certificate");
    }

    [Fact]
    public async Task A_write_that_asks_for_nobody_is_named()
    {
        var report = await ProbeAsync(new ProbedApi(Open: "/things/readiness-probe"));

        Broken.Only("security.http-authentication", _whole, report.Ids("failed"));
        Assert.Equal(
            "of 3 writes and 2 forms 1 were let in: DELETE /things/{id} (204)",
            report.Evidence("security.http-authentication"));
    }

    [Theory]
    [InlineData(204, null)]
    [InlineData(400, null)]
    // Done, and on to the next page.
    [InlineData(302, "/pages/enter")]
    [InlineData(303, "/pages/leave?from=/pages/leave")]
    [InlineData(303, "/pages/done?from=/pages/leave")]
    public async Task A_form_that_asks_for_nobody_is_named(int status, string? location)
    {
        var report = await ProbeAsync(new ProbedApi(Form: (status, location)));

        Broken.Only("security.http-authentication", _whole, report.Ids("failed"));
        Assert.Equal(
            $"of 3 writes and 2 forms 1 were let in: POST /pages/leave ({status})",
            report.Evidence("security.http-authentication"));
    }

    [Theory]
    [InlineData(401, null)]
    [InlineData(403, null)]
    [InlineData(303, ProbedApi.SignIn)]
    public async Task A_form_that_asks_who_it_is_passes(int status, string? location) =>
        Assert.Equal(_whole, (await ProbeAsync(new ProbedApi(Form: (status, location)))).Ids("failed"));

    [Fact]
    public async Task A_write_that_takes_numbers_only_is_tried_with_one()
    {
        var report = await ProbeAsync(new ProbedApi(Open: "/things/0/parts"));

        Broken.Only("security.http-authentication", _whole, report.Ids("failed"));
    }

    [Fact]
    public async Task Headers_that_are_missing_or_tell_too_much_are_named()
    {
        var report = await ProbeAsync(new ProbedApi(HasHeaders: false));

        Broken.Only("security.http-headers", _whole, report.Ids("failed"));
        Assert.Equal("no X-Content-Type-Options, a Server header", report.Evidence("security.http-headers"));
    }

    [Fact]
    public async Task An_api_that_does_not_insist_on_TLS_is_found_from_another_machine()
    {
        // An address that other machines have for this one, and that no certificate is for.
        var elsewhere = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(static one => one.GetIPProperties().UnicastAddresses).Select(static one => one.Address)
            .First(static one => one.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(one))
            .ToString();
        var whole = await ProbeAsync(new ProbedApi(Host: elsewhere, IsStrict: true));
        Assert.Equal(_whole.Append("security.http-certificate").Order(StringComparer.Ordinal), whole.Ids("failed"));

        var report = await ProbeAsync(new ProbedApi(Host: elsewhere));

        Broken.Only("security.http-headers", whole.Ids("failed"), report.Ids("failed"));
        Assert.Equal("no Strict-Transport-Security", report.Evidence("security.http-headers"));
    }

    [Fact]
    public async Task An_api_that_names_no_write_proves_nothing()
    {
        var report = await ProbeAsync(new ProbedApi(Document: """{"paths":{"/things":{"get":{}}}}"""));

        Broken.Only("security.http-authentication", _whole, report.Ids("failed"));
        Assert.Equal("openapi/v1.json lists no write", report.Evidence("security.http-authentication"));
    }

    [Fact]
    public async Task Of_several_the_one_that_lacks_something_is_named()
    {
        var report = await ProbeAsync(new ProbedApi(), others: [new ProbedApi(HasHeaders: false)]);

        Assert.Equal(_whole.Append("security.http-headers").Order(StringComparer.Ordinal), report.Ids("failed"));
        Assert.Matches(
            "^127.0.0.1:[0-9]+: no X-Content-Type-Options, a Server header$",
            report.Evidence("security.http-headers"));
    }

    [Fact]
    public async Task Where_nothing_listens_all_fail()
    {
        var report = await MeasureAsync(
            "--url", FormattableString.Invariant($"https://127.0.0.1:{FreePorts.Take(1)[0]}"));

        Assert.Equal(ReadinessSilo.Lacking(), report.Ids("failed"));
    }

    private async Task<JsonElement> ProbeAsync(ProbedApi api, bool isTrusted = true, params ProbedApi[] others)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authority = new LocalAuthority(
            _folder.Path, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(now.AddDays(-api.MadeDaysAgo)));
        var certificate = authority.Issue("probed");
        using var shown = X509Certificate2.CreateFromPemFile(certificate.Path, certificate.KeyPath);
        List<string> arguments = isTrusted ? ["--http-ca", certificate.AuthorityPath] : [];
        List<WebApplication> apps = [];
        foreach (var one in (ProbedApi[])[api, .. others])
        {
            apps.Add(one.Build(shown, out var port));
            await apps[^1].StartAsync(TestContext.Current.CancellationToken);
            var scheme = one.IsPlain ? "http" : "https";
            arguments.AddRange(["--url", FormattableString.Invariant($"{scheme}://{one.Host}:{port}")]);
        }
        var report = await MeasureAsync([.. arguments]);
        foreach (var app in apps)
            await app.DisposeAsync();
        return report;
    }

    /// <summary>The real API, which has reached no silo yet: what it may speak is a setting of its process.</summary>
    private async Task<JsonElement> ProbeProcessAsync((string Name, string? Value)[] environment)
    {
        using var authority = new LocalAuthority(_folder.Path, TimeProvider.System);
        var certificate = authority.Issue("probed");
        var ports = FreePorts.Take(2);
        var url = FormattableString.Invariant($"https://127.0.0.1:{ports[0]}");
        await using var api = ApiProcess.Start(
            ports[1],
            [
                ("Kestrel__Endpoints__Web__Url", url),
                ("Kestrel__Endpoints__Web__Certificate__Path", certificate.Path),
                ("Kestrel__Endpoints__Web__Certificate__KeyPath", certificate.KeyPath),
                .. environment,
            ]);
        await Until.TrueAsync(async () =>
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, ports[0], TestContext.Current.CancellationToken);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
        return await MeasureAsync(["--url", url, "--http-ca", certificate.AuthorityPath], environment);
    }

    private Task<JsonElement> MeasureAsync(params string[] arguments) => MeasureAsync(arguments, []);

    private async Task<JsonElement> MeasureAsync(string[] arguments, (string Name, string? Value)[] environment) =>
        (await ReadinessRunner.RunAsync("Orchestrix.Cli", [.. silo.Arguments, .. arguments], environment)).Report;
}

using System.Security.Cryptography.X509Certificates;
using Npgsql;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Errors;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>Silo, API and command on a PostgreSQL that has to prove who it is.</summary>
[Collection(WholeMachine.Name)]
public sealed class VerifiedDatabaseTests(VerifiedDatabaseFixture fixture) : IClassFixture<VerifiedDatabaseFixture>
{
    private static readonly (string, string?) Production = ("DOTNET_ENVIRONMENT", "Production");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Application => fixture.Server.ApplicationConnectionString;

    [Fact]
    public async Task A_silo_in_Production_verifies_the_server_and_all_its_sessions_are_encrypted()
    {
        var connection = new NpgsqlConnectionStringBuilder(Application);
        Assert.Equal(SslMode.VerifyFull, connection.SslMode);
        await using var silo = Start(Application);
        await silo.UntilAsync("/health/ready", 200);

        await using var source = NpgsqlDataSource.Create(Application);
        await using var command = source.CreateCommand("""
            select count(*), bool_and(s.ssl) from pg_stat_ssl s join pg_stat_activity a using (pid)
            where a.usename = current_user and a.pid <> pg_backend_pid()
            """);
        await using var reader = await command.ExecuteReaderAsync(Stop);
        Assert.True(await reader.ReadAsync(Stop));
        Assert.True(reader.GetInt64(0) > 0, "The silo has no session.");
        Assert.True(reader.GetBoolean(1), "A session of the silo is not encrypted.");
    }

    [Fact]
    public async Task A_silo_measures_when_the_certificate_of_the_server_ends()
    {
        using var shown = X509Certificate2.CreateFromPem(fixture.Authority.Issue("postgres", "127.0.0.1").Certificate);
        await using var silo = Start(Application);
        await silo.UntilAsync("/health/ready", 200);

        string? line = null;
        await Until.TrueAsync(async () =>
        {
            var scraped = await silo.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Stop);
            line = scraped.Split('\n').SingleOrDefault(static one => one.StartsWith(
                "orchestrix_certificate_expiry_timestamp_seconds{certificate=\"postgresql\"} ",
                StringComparison.Ordinal));
            return line is not null;
        });

        // All certificates of the authority end with it.
        Assert.EndsWith(
            $" {new DateTimeOffset(shown.NotAfter).ToUnixTimeSeconds()}", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("another authority", "is not of Root Certificate=")]
    [InlineData("another name", "is for db.example, not for 127.0.0.1")]
    [InlineData("expired", "Renew it")]
    [InlineData("no TLS", "does not speak TLS")]
    public async Task A_server_that_proves_nothing_is_refused_with_what_to_do(string mistake, string message)
    {
        await fixture.ShowAsync(Shown(mistake));
        try
        {
            await using var connection = new NpgsqlConnection(Application);
            await Assert.ThrowsAsync<NpgsqlException>(() => connection.OpenAsync(Stop));

            await using var silo = Start(Application);
            var (code, output, errors) = await silo.ExitAsync();
            Assert.Equal(1, code);
            Assert.Contains("bank-silo cannot start: ", errors, StringComparison.Ordinal);
            Assert.Contains(message, errors, StringComparison.Ordinal);
            Assert.DoesNotContain(
                new NpgsqlConnectionStringBuilder(Application).Password!, output + errors, StringComparison.Ordinal);

            var migrate = await MigrateAsync(fixture.Server.OwnerConnectionString);
            Assert.Equal(3, migrate.Code);
            Assert.Contains(message, migrate.Errors, StringComparison.Ordinal);
        }
        finally
        {
            await fixture.ShowAsync(fixture.Authority.Issue("postgres", "127.0.0.1"));
        }
    }

    [Fact]
    public async Task A_file_of_authorities_that_is_not_there_is_named()
    {
        var connection = new NpgsqlConnectionStringBuilder(Application) { RootCertificate = "/nowhere/ca.crt" };
        await using var silo = Start(connection.ConnectionString);
        var (code, _, errors) = await silo.ExitAsync();
        Assert.Equal(1, code);
        Assert.Contains("bank-silo cannot start: ", errors, StringComparison.Ordinal);
        Assert.Contains("/nowhere/ca.crt cannot be read", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_of_authorities_that_the_driver_takes_by_itself_is_named()
    {
        var home = Directory.CreateTempSubdirectory("orchestrix-home-");
        try
        {
            var file = Path.Combine(home.CreateSubdirectory(".postgresql").FullName, "root.crt");
            await File.WriteAllTextAsync(file, fixture.Stranger.CertificatePem, Stop);
            var connection = new NpgsqlConnectionStringBuilder(fixture.Server.OwnerConnectionString)
            {
                RootCertificate = null,
            };

            var (code, _, errors) = await MigrateAsync(connection.ConnectionString, ("HOME", home.FullName));

            Assert.Equal(3, code);
            Assert.Contains($"is not of Root Certificate={file}", errors, StringComparison.Ordinal);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task In_Production_a_silo_believes_no_server_on_another_machine()
    {
        await using var silo = Start("Host=127.0.0.1,db.example;Username=a;Password=s3cret-word;SSL Mode=VerifyCA");
        var (code, output, errors) = await silo.ExitAsync();
        Assert.Equal(1, code);
        Assert.Contains("the PostgreSQL server db.example of PostgreSQLOptions.ConnectionString must prove who it is",
            errors, StringComparison.Ordinal);
        Assert.Contains("IsUnverifiedDatabaseAllowed=true", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-word", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Production_an_API_believes_no_server_on_another_machine()
    {
        string[] Settings(string connectionString) =>
        [
            "--environment=Production", "--Cluster:Clustering=PostgreSQL", "--ClusterTls:IsPlainAllowed=true",
            $"--ConnectionStrings:orleans={connectionString}",
            .. TestKey.Settings.Select(static one => $"--{one.Key}={one.Value}"),
        ];
        var unverified = Settings("Host=db.example;Username=a;Password=s3cret-word");
        var refused = Assert.Throws<ConfigurationException>(() => Bank.Client.ClientApp.Build(unverified));
        Assert.Contains("db.example of ConnectionStrings:orleans", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Cluster:IsUnverifiedDatabaseAllowed", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-word", refused.ToString(), StringComparison.Ordinal);

        await using var permitted = Bank.Client.ClientApp.Build(
            [.. unverified, "--Cluster:IsUnverifiedDatabaseAllowed=true"]);
        await using var verified = Bank.Client.ClientApp.Build(
            Settings("Host=db.example;Username=a;Password=s3cret-word;SSL Mode=VerifyFull"));

        var malformed = Assert.Throws<ConfigurationException>(
            () => Bank.Client.ClientApp.Build(Settings("Host=db;Pasword=s3cret-word")));
        Assert.DoesNotContain("s3cret-word", malformed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_warns_of_a_server_that_need_not_prove_who_it_is()
    {
        var (code, _, errors) = await MigrateAsync("Host=nowhere.invalid;Password=s3cret-word");
        Assert.Equal(3, code);
        Assert.Contains("warning: PostgreSQL at nowhere.invalid need not prove who it is", errors,
            StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-word", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "warning", (await MigrateAsync(fixture.Server.OwnerConnectionString)).Errors, StringComparison.Ordinal);
    }

    private (string Certificate, string Key)? Shown(string mistake) => mistake switch
    {
        "another authority" => fixture.Stranger.Issue("postgres", "127.0.0.1"),
        "another name" => fixture.Authority.Issue("postgres", "db.example"),
        "expired" => fixture.Authority.Issue(
            "postgres", TimeProvider.System.GetUtcNow().AddMinutes(-1), ["1.3.6.1.5.5.7.3.1"], ["127.0.0.1"]),
        _ => null,
    };

    private SiloProcess Start(string connectionString) => SiloProcess.Start(
        Production, ("ConnectionStrings__Orchestrix", connectionString),
        ("ConnectionStrings__OrchestrixOwner",
            connectionString == Application ? fixture.Server.OwnerConnectionString : null));

    private static Task<(int Code, string Output, string Errors)> MigrateAsync(
        string owner, params (string, string?)[] environment) =>
        CommandLineProgram.RunAsync(
            "Orchestrix.Cli", ["migrate", "--status"], [("ORCHESTRIX_POSTGRES_OWNER", owner), .. environment]);
}

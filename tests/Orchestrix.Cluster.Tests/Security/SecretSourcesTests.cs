using Bank.Client.Auth;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>Silo, API and command take their secrets from files, and show them to nobody.</summary>
[Collection(WholeMachine.Name)]
public sealed class SecretSourcesTests(PostgresFixture fixture) : IDisposable
{
    private const string Word = "s3cret-word";
    private const string Malformed = $"Host=db.example;Pasword={Word}";

    private static readonly string[] Readers = ["ORCHESTRIX_POSTGRES", "ConnectionStrings__Orchestrix"];

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_silo_reads_connection_strings_and_the_key_of_its_logs_from_files()
    {
        await using var database = await fixture.CreateEmptyDatabaseAsync();
        await using var silo = SiloProcess.Start(
            ("DOTNET_ENVIRONMENT", "Production"),
            ("ConnectionStrings__OrchestrixFile", await WriteAsync(database.ApplicationConnectionString)),
            ("ConnectionStrings__OrchestrixOwnerFile", await WriteAsync(database.OwnerConnectionString)),
            ("Observability__Logging__RedactionKeyFile", await WriteAsync(Convert.ToBase64String(new byte[32]))));
        await silo.UntilAsync("/health/ready", 200);
    }

    [Theory]
    [InlineData("missing", "ConnectionStrings:OrchestrixFile: /nowhere cannot be read")]
    [InlineData("both", "ConnectionStrings:Orchestrix and ConnectionStrings:OrchestrixFile are both set")]
    [InlineData("readable", "ConnectionStrings:OrchestrixFile: every user of this machine may read")]
    [InlineData("malformed", "PostgreSQLOptions holds a connection string that PostgreSQL's driver cannot read")]
    [InlineData("no key", "Logging:RedactionKey is Base64")]
    public async Task A_silo_says_which_setting_is_wrong_and_not_what_it_holds(string mistake, string message)
    {
        var good = $"Host=127.0.0.1;Port=1;Username=a;Password={Word}";
        var readable = await WriteAsync(good, UnixFileMode.OtherRead);
        (string, string?)[] settings = mistake switch
        {
            "missing" => [("ConnectionStrings__OrchestrixFile", "/nowhere")],
            "both" =>
            [
                ("ConnectionStrings__Orchestrix", good), ("ConnectionStrings__OrchestrixFile", await WriteAsync(good)),
            ],
            "readable" => [("ConnectionStrings__OrchestrixFile", readable)],
            "malformed" => [("ConnectionStrings__OrchestrixFile", await WriteAsync(Malformed))],
            _ =>
            [
                ("ConnectionStrings__OrchestrixFile", await WriteAsync(good)),
                ("Observability__Logging__RedactionKeyFile", await WriteAsync(Word)),
            ],
        };
        await using var silo = SiloProcess.Start([("DOTNET_ENVIRONMENT", "Production"), .. settings]);
        var (code, output, errors) = await silo.ExitAsync();
        Assert.Equal(1, code);
        Assert.Contains($"bank-silo cannot start: ", errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Word, output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_API_reads_its_connection_string_and_hashes_of_keys_from_files()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var silo = SiloProcess.Start(
            ("ConnectionStrings__Orchestrix", database.ApplicationConnectionString),
            ("PostgreSQL__SchemaStart", "Verify"), ("Silo__Clustering", "PostgreSQL"));
        await silo.UntilAsync("/health/ready", 200);
        var hash = TestKey.Settings.Single(static one => one.Key.EndsWith(":Hash", StringComparison.Ordinal));
        await using var api = ApiProcess.Start(
            silo.GatewayPort, (hash.Key.Replace(":", "__", StringComparison.Ordinal), null),
            ("Auth__ApiKeys__0__HashFile", await WriteAsync(hash.Value)),
            ("Cluster__Clustering", "PostgreSQL"), ("ClusterTls__IsPlainAllowed", "true"),
            ("ConnectionStrings__orleansFile", await WriteAsync(database.ApplicationConnectionString)));
        await api.ReadyAsync();
        using var accounts = await api.Http.GetAsync(
            new Uri("/accounts/nobody", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, accounts.StatusCode);
    }

    [Fact]
    public async Task A_hash_of_a_key_in_two_places_is_refused()
    {
        var settings = TestKey.Settings.Append(new("Auth:ApiKeys:0:HashFile", await WriteAsync(Word)));
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static one => KeyValuePair.Create(one.Key, (string?)one.Value)))
            .Build();
        var refused = Assert.Throws<Errors.ConfigurationException>(() => AuthSettings.Read(configuration));
        Assert.Contains("Auth:ApiKeys:0:HashFile are both set", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Word, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_reads_files_that_variables_name()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        var file = await WriteAsync(database.OwnerConnectionString);
        foreach (var variable in (string[])["ORCHESTRIX_POSTGRES_OWNER_FILE", "ConnectionStrings__OrchestrixOwnerFile"])
            Assert.Equal(0, (await RunAsync(["migrate", "--status"], (variable, file))).Code);

        var both = await RunAsync(
            ["migrate"], ("ORCHESTRIX_POSTGRES_OWNER", Malformed), ("ORCHESTRIX_POSTGRES_OWNER_FILE", file));
        Assert.Equal(1, both.Code);
        Assert.Contains("ORCHESTRIX_POSTGRES_OWNER_FILE are both set", both.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Word, both.Output + both.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("export")]
    [InlineData("events", "account/a")]
    [InlineData("dead-letters", "list")]
    [InlineData("projections", "list")]
    [InlineData("subscriptions", "list")]
    [InlineData("sagas", "list")]
    public async Task No_command_shows_a_password(params string[] arguments)
    {
        var wrong = new NpgsqlConnectionStringBuilder(fixture.Server.ApplicationConnectionString) { Password = Word };
        foreach (var (connection, code) in new[] { (wrong.ConnectionString, 3), (Malformed, 1) })
        {
            var (actual, output, errors) = await RunAsync(
                arguments, [.. Readers.Select(name => (name, (string?)connection))]);
            Assert.True(actual == code, $"{actual}: {errors}");
            Assert.StartsWith("orchestrix: ", errors, StringComparison.Ordinal);
            Assert.DoesNotContain(Word, output + errors, StringComparison.Ordinal);
        }
        var help = await RunAsync(
            [.. arguments, "--help"], [.. Readers.Select(name => (name, (string?)wrong.ConnectionString))]);
        Assert.Contains("--connection-file", help.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Word, help.Output + help.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_of_an_API_that_the_database_refuses_has_no_password_however_much_it_tells()
    {
        var wrong = new NpgsqlConnectionStringBuilder(fixture.Server.ApplicationConnectionString) { Password = Word };
        await using var api = ApiProcess.Start(
            0, ("DOTNET_ENVIRONMENT", "Production"), ("Cluster__GatewayPort", null),
            ("Cluster__Clustering", "PostgreSQL"), ("ClusterTls__IsPlainAllowed", "true"),
            ("ConnectionStrings__orleans", wrong.ConnectionString), ("Logging__LogLevel__Default", "Trace"),
            ("Logging__LogLevel__Orleans", "Trace"), ("Logging__LogLevel__Npgsql", "Trace"),
            ("Logging__LogLevel__Microsoft", "Trace"));
        await Until.TrueAsync(async () =>
        {
            try
            {
                using var ready = await api.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                return (int)ready.StatusCode == 503;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        var log = await api.StopAsync();
        Assert.Contains("\"level\":\"Debug\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Word, log, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output, string Errors)> RunAsync(
        string[] arguments, params (string, string?)[] environment) =>
        CommandLineProgram.RunAsync("Orchestrix.Cli", arguments, environment);

    private async Task<string> WriteAsync(string secret, UnixFileMode more = UnixFileMode.None)
    {
        Directory.CreateDirectory(_folder.Path);
        var path = Path.Combine(_folder.Path, Guid.NewGuid().ToString("N"));
        await SecretText.WriteAsync(path, secret + "\n", more);
        return path;
    }
}

using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>Which connection strings a silo in Production takes.</summary>
public sealed class UnverifiedDatabaseTests
{
    [Theory]
    [InlineData("Host=db")]
    [InlineData("Host=db;SSL Mode=Disable")]
    [InlineData("Host=db;SSL Mode=Prefer")]
    [InlineData("Host=db;SSL Mode=Require;Root Certificate=/ca.crt")]
    [InlineData("Host=db;SSL Mode=VerifyCA;Root Certificate=/ca.crt")]
    [InlineData("Server=10.1.2.3:5433")]
    [InlineData("Host=127.0.0.1,db")]
    [InlineData("Host=localhost:5432, db:5433")]
    [InlineData("Host=/var/run/postgresql,10.1.2.3")]
    [InlineData("Host=localhost.example")]
    [InlineData("Host=127.0.0.1.example")]
    [InlineData("Host=[2001:db8::1]:5432")]
    [InlineData("Host=::1:5432")]
    public void A_server_on_another_machine_has_to_prove_who_it_is(string connectionString)
    {
        var refused = Validate(connectionString);
        Assert.Contains("SSL Mode=VerifyFull", refused.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("IsUnverifiedDatabaseAllowed", refused.FailureMessage, StringComparison.Ordinal);

        Assert.True(Validate(connectionString, environment: Environments.Development).Succeeded);
        Assert.True(Validate(connectionString, isAllowed: true).Succeeded);
        // The owner's counts as much as the application's.
        Assert.True(Validate("Host=localhost", connectionString).Failed);
        Assert.True(Validate("Host=localhost", connectionString, isAllowed: true).Succeeded);
    }

    [Theory]
    [InlineData("Host=db;SSL Mode=VerifyFull")]
    [InlineData("Host=db1,db2:5433;Ssl Mode=verifyfull;Root Certificate=/ca.crt")]
    [InlineData("Host=localhost")]
    [InlineData("Host=LOCALHOST:5433;SSL Mode=Disable")]
    [InlineData("Host=127.0.0.1:5433,::1,[::1]:5434")]
    [InlineData("Host=/var/run/postgresql")]
    [InlineData("Host=@abstract")]
    public void One_that_does_or_is_on_this_machine_is_taken(string connectionString) =>
        Assert.True(Validate(connectionString).Succeeded);

    private static ValidateOptionsResult Validate(
        string connectionString, string? owner = null, bool isAllowed = false, string environment = "Production") =>
        new PostgreSQLOptionsValidator(new HostEnvironment(environment)).Validate(null, new PostgreSQLOptions
        {
            ConnectionString = connectionString,
            MigrationConnectionString = owner,
            IsUnverifiedDatabaseAllowed = isAllowed,
        });

    private sealed class HostEnvironment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}

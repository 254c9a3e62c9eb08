using Microsoft.Extensions.Configuration;
using Orchestrix.Readiness;

namespace Orchestrix.Tests.Readiness;

/// <summary>What is a secret, and what only looks like one.</summary>
public sealed class SecretSettingsTests
{
    [Theory]
    [InlineData("--ConnectionStrings:Log=Host=db;Password=x", true)]
    [InlineData("Host=db;Username=app;Pwd = x", true)]
    [InlineData("--Mail:Password=x", true)]
    [InlineData("/Api:ClientSecret=x", true)]
    [InlineData("--Mail:Password=", false)]
    [InlineData("Host=db;Username=app", false)]
    [InlineData("--Mail:PasswordFile=/run/secrets/mail", false)]
    [InlineData("Password=;Host=db", false)]
    [InlineData("--urls=http://127.0.0.1:5080", false)]
    public void An_argument_is_one(string argument, bool isSecret) =>
        Assert.Equal(isSecret ? 1 : 0, SecretSettings.CountIn([argument]));

    [Theory]
    [InlineData("--Auth:Secret", "hunter2", 1)]
    [InlineData("/Mail:Password", "hunter2", 1)]
    [InlineData("--Mail:Password", "Host=db;Password=x", 1)]
    [InlineData("--Mail:PasswordFile", "/run/secrets/mail", 0)]
    [InlineData("--Mail:Password", "--verbose", 0)]
    [InlineData("Mail:Password", "hunter2", 0)]
    public void A_name_and_its_value_may_be_two(string name, string value, int count) =>
        Assert.Equal(count, SecretSettings.CountIn(["program", name, value]));

    [Fact]
    public void Settings_are_found_by_name_and_in_connection_strings()
    {
        var found = Of(
            ("ConnectionStrings:Log", "Host=db;Username=app;Password=a b"), ("Jwt:ClientSecret", "c"),
            ("Deep:Deeper:ApiKey", "d"), ("Mail:Password", ""));

        Assert.Equal(
            [
                ("ConnectionStrings:Log", "a b", "app"), ("Deep:Deeper:ApiKey", "d", null),
                ("Jwt:ClientSecret", "c", null),
            ],
            found);
    }

    [Fact]
    public void Ids_hashes_files_and_variables_of_other_programs_are_none() => Assert.Empty(Of(
        ("Auth:ApiKeys:0:Id", "abc"), ("Auth:ApiKeys:0:Hash", "abc"), ("ClusterTls:KeyFile", "/etc/tls.key"),
        ("ClusterTls:KeyPasswordFile", "/etc/password"), ("CI_JOB_TOKEN", "abc"), ("Text:Hint", "the password=")));

    [Theory]
    [InlineData("postgres", null, "a known word")]
    [InlineData("ChangeMe", null, "a known word")]
    [InlineData("orchestrix_app", "orchestrix_app", "a known word")]
    [InlineData("elevenchars", null, "shorter than 12 characters")]
    [InlineData("twelve chars", null, null)]
    public void A_weak_one_is_called_so(string secret, string? user, string? weakness) =>
        Assert.Equal(weakness, SecretStrength.Weakness(secret, user));

    private static (string, string, string?)[] Of(params (string Name, string Value)[] settings) =>
    [
        .. new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static one => KeyValuePair.Create(one.Name, (string?)one.Value)))
            .Build().Providers.SelectMany(SecretSettings.In).OrderBy(static one => one.Name, StringComparer.Ordinal),
    ];
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Hosting;
using Orchestrix.Readiness;
using Orchestrix.Tests.Support;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>Secrets where they should not be, and those that are none.</summary>
public sealed class SecretChecksTests : BrokenSilo
{
    [Fact]
    public async Task A_password_in_a_file_that_all_can_read_is_named_and_never_told()
    {
        const string password = "correct horse battery staple";
        var path = Path.Combine(Path.GetTempPath(), $"orchestrix-{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(
            path, $$$"""{"ConnectionStrings":{"Log":"Host=db;Username=app;Password={{{password}}}"}}""", Stop);
        try
        {
            await StartAsync(one => one.Services.AddSingleton<IConfiguration>(
                new ConfigurationBuilder().AddJsonFile(path).Build()));

            var results = await CheckAsync();
            Broken.Only("security.files", Expected, Failed(results));
            Assert.Equal($"ConnectionStrings:Log in {path}", Evidence(results, "security.files"));
            if (OperatingSystem.IsWindows())
                return;
            const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            foreach (var other in (UnixFileMode[])[UnixFileMode.GroupRead, UnixFileMode.OtherRead])
            {
                File.SetUnixFileMode(path, own | other);
                Broken.Only("security.files", Expected, await FailedAsync());
            }
            File.SetUnixFileMode(path, own);
            Assert.Equal(Expected, await FailedAsync());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_password_that_everybody_tries_is_named_and_never_told()
    {
        await StartAsync(static one => one.Services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([new("Mail:Password", "changeme")]).Build()));

        var results = await CheckAsync();
        Broken.Only("security.default-secrets", Expected, Failed(results));
        Assert.Equal("Mail:Password is a known word", Evidence(results, "security.default-secrets"));
    }

    [Fact]
    public async Task A_password_that_everybody_tries_is_found_in_the_file_that_holds_it()
    {
        var path = Path.Combine(Path.GetTempPath(), $"orchestrix-{Guid.NewGuid():n}");
        try
        {
            await StartAsync(one => one.Services.AddSingleton<IConfiguration>(
                new ConfigurationBuilder().AddInMemoryCollection(
                [
                    new("ConnectionStrings:LogFile", path), new("Mail:ServerFile", path),
                    new("Mail:PasswordFile", path),
                ]).Build()));
            Assert.Equal(
                CheckOutcome.NotApplicable,
                (await CheckAsync()).Single(static one => one.Check.Id == "security.default-secrets").Outcome);

            await File.WriteAllTextAsync(path, "Host=db;Username=app;Password=app\n", Stop);
            var results = await CheckAsync();
            Broken.Only("security.default-secrets", Expected, Failed(results));
            Assert.Equal(
                "ConnectionStrings:Log is a known word", Evidence(results, "security.default-secrets"));

            await File.WriteAllTextAsync(path, "\n", Stop);
            Assert.Equal(Expected, await FailedAsync());

            await File.WriteAllTextAsync(path, "letmein\n", Stop);
            Assert.Equal("Mail:Password is a known word", Evidence(await CheckAsync(), "security.default-secrets"));
        }
        finally
        {
            File.Delete(path);
        }
    }
}

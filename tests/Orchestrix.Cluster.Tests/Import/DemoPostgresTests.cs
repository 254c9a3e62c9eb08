using Bank.Cli.Demo;
using Orchestrix.Errors;

namespace Orchestrix.Cluster.Tests.Import;

/// <summary>The choice of the demo's PostgreSQL. No container is started: CI has no Docker engine.</summary>
public sealed class DemoPostgresTests
{
    private static readonly ConfigurationException _notInstalled = new(ErrorCodes.ServerNotInstalled, "Install it.");

    [Fact]
    public async Task A_server_that_was_found_comes_before_Docker() =>
        Assert.Equal("found", await DemoPostgres.ChooseAsync(() => Task.FromResult("found"), NeverAsked));

    [Fact]
    public async Task Docker_serves_when_no_server_programs_are_installed() =>
        Assert.Equal(
            "container", await DemoPostgres.ChooseAsync(NotInstalled, () => Task.FromResult<string?>("container")));

    [Fact]
    public async Task Without_programs_and_Docker_the_error_still_says_what_to_install()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => DemoPostgres.ChooseAsync(NotInstalled, () => Task.FromResult<string?>(null)));

        Assert.Same(_notInstalled, error);
    }

    [Fact]
    public async Task Installed_programs_that_do_not_start_are_reported_and_not_replaced_by_Docker()
    {
        var broken = new ConfigurationException("The directory is in use.");

        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => DemoPostgres.ChooseAsync(() => Task.FromException<string>(broken), NeverAsked));

        Assert.Same(broken, error);
    }

    [Fact]
    public void A_data_directory_has_one_volume_however_its_path_is_written()
    {
        var relative = Path.Combine(".data", "postgres");
        var name = ContainerName.For(relative);

        Assert.Matches("^[a-z0-9][a-z0-9_.-]+$", name);
        Assert.Equal(name, ContainerName.For(Path.GetFullPath(relative)));
        Assert.Equal(name, ContainerName.For(Path.Combine(".data", "..", relative) + Path.DirectorySeparatorChar));
        Assert.NotEqual(name, ContainerName.For(Path.Combine(".data", "other")));
    }

    private static Task<string> NotInstalled() => Task.FromException<string>(_notInstalled);

    private static Task<string?> NeverAsked() => throw new InvalidOperationException("Docker was asked.");
}

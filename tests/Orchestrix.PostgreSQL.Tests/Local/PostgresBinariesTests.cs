using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Local;

namespace Orchestrix.PostgreSQL.Tests.Local;

public sealed class PostgresBinariesTests
{
    [Fact]
    public void A_machine_without_a_server_is_told_apart_by_its_code()
    {
        var error = Assert.Throws<ConfigurationException>(
            () => PostgresBinaries.FirstComplete([Path.GetTempPath(), TemporaryDirectory.NewPath()]));

        Assert.Equal(ErrorCodes.ServerNotInstalled, error.Code);
        Assert.Contains("apt-get install postgresql", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_that_an_uninstalled_server_left_behind_are_not_programs()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.Path);
        foreach (var program in (string[])["initdb", "pg_ctl", "postgres"])
            File.CreateSymbolicLink(Path.Combine(directory.Path, program), Path.Combine(directory.Path, "gone"));
        Assert.Throws<ConfigurationException>(() => PostgresBinaries.FirstComplete([directory.Path]));

        File.WriteAllText(Path.Combine(directory.Path, "gone"), "");

        Assert.Equal(directory.Path, PostgresBinaries.FirstComplete([directory.Path]));
    }

    [Fact]
    public async Task A_named_directory_without_the_programs_is_a_mistake_and_not_a_missing_server()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => PostgresBinaries.FindAsync(Path.GetTempPath(), TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCodes.InvalidConfiguration, error.Code);
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Deployment;

/// <summary>What units name exists where they run, and a unit that fails is told of.</summary>
public sealed partial class SystemdTests
{
    private static readonly string[] Folders = [Deployed.Path("systemd"), Deployed.Path("backup", "systemd")];

    private static readonly Dictionary<string, string[]> Units = Folders
        .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.service"))
        .ToDictionary(static path => Path.GetFileName(path), File.ReadAllLines);

    /// <summary>What the page has whoever installs them make.</summary>
    [Fact]
    public void Programs_are_where_they_are_published()
    {
        var page = File.ReadAllText(Deployed.Path("README.md"));
        var folders = Published().Matches(page).Select(static match => match.Groups["folder"].Value).ToArray();
        Assert.Equal(3, folders.Length);
        string[] installed = ["/usr/bin/pgbackrest", "/bin/echo"];

        Assert.All(Units, unit => Assert.All(Values(unit.Value, "ExecStart"), line => Assert.True(
            installed.Contains(line.Split(' ')[0]) || folders.Contains(Path.GetDirectoryName(line.Split(' ')[0])),
            $"{unit.Key}: {line}")));
    }

    [Fact]
    public void Each_secret_that_a_unit_names_is_given_to_it()
    {
        foreach (var (name, lines) in Units)
        {
            var given = Values(lines, "LoadCredential").Select(static one => one.Split(':')[0]).ToArray();
            var text = string.Join('\n', lines);
            Assert.All(Own().Matches(text), match => Assert.Contains(match.Groups["file"].Value, given));
            // The settings that a person fills in are of one unit each.
            if (Values(lines, "EnvironmentFile").FirstOrDefault() is { } settings)
            {
                var example = Deployed.Path("systemd", $"{Path.GetFileName(settings)}.example");
                text += '\n' + File.ReadAllText(example);
            }
            foreach (Match match in Absolute().Matches(text))
            {
                Assert.Equal(name, match.Groups["unit"].Value);
                Assert.Contains(match.Groups["file"].Value, given);
            }
        }
    }

    /// <summary>A path to another unit's secrets, such as one in a connection string, leads nowhere.</summary>
    [Fact]
    public void A_unit_that_connects_names_the_authority_of_the_database()
    {
        var connecting = Units.Where(static unit =>
            Values(unit.Value, "LoadCredential").Any(static one => one.StartsWith("connection:"))).ToArray();
        Assert.Equal(5, connecting.Length);
        Assert.All(connecting, static unit => Assert.Contains(
            "PGSSLROOTCERT=%d/database-ca.crt", Values(unit.Value, "Environment")));
        Assert.DoesNotContain(
            "/run/credentials", File.ReadAllText(Deployed.Path("README.md")), StringComparison.Ordinal);
    }

    /// <summary>Without it getifaddrs fails, and with it whoever looks for an address of its own.</summary>
    [Theory]
    [InlineData("silo")]
    [InlineData("client")]
    public void Members_of_the_cluster_may_ask_for_their_addresses(string program) => Assert.Contains(
        "AF_NETLINK", Values(Units[$"orchestrix-{program}.service"], "RestrictAddressFamilies").Single().Split(' '));

    [Fact]
    public void Whatever_a_timer_starts_tells_when_it_fails()
    {
        var timers = Directory.GetFiles(Deployed.Path("backup", "systemd"), "*.timer");
        Assert.Equal(4, timers.Length);
        Assert.All(timers, static timer =>
        {
            var unit = Values(File.ReadAllLines(timer), "Unit")
                .SingleOrDefault(Path.ChangeExtension(Path.GetFileName(timer), ".service"));
            var lines = Units[Instance().Replace(unit, "@.")];
            Assert.Equal("orchestrix-alert@%n.service", Values(lines, "OnFailure").Single());
        });
    }

    [Fact]
    public async Task A_backup_that_succeeded_leaves_its_time_where_metrics_are_collected()
    {
        var unit = Units["orchestrix-backup@.service"];
        // What systemd makes of the line.
        var script = Script().Match(Values(unit, "ExecStartPost").Last()).Groups["script"].Value
            .Replace("$$", "$", StringComparison.Ordinal).Replace("%%", "%", StringComparison.Ordinal);
        using var folder = new TemporaryDirectory();
        Directory.CreateDirectory(folder.Path);
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        // Nobody collects metrics: that is no failure of the backup.
        Assert.Equal(0, await RunAsync(script, Path.Combine(folder.Path, "nowhere")));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal(0, await RunAsync(script, folder.Path));

        var file = Assert.Single(Directory.GetFiles(folder.Path));
        Assert.Equal(".prom", Path.GetExtension(file));
        var (metric, time) = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) is var text
            && text.Trim().Split(' ') is [var name, var value] ? (name, long.Parse(value)) : default;
        Assert.InRange(time, before, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        Assert.Contains(
            $"max({metric}\n", await File.ReadAllTextAsync(
                Deployed.Path("prometheus", "rules", "alerts.yml"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    private static async Task<int> RunAsync(string script, string folder)
    {
        var info = new ProcessStartInfo("sh", ["-c", script]) { Environment = { ["METRICS"] = folder } };
        info.RedirectStandardError = true;
        using var process = Process.Start(info)!;
        await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    private static IEnumerable<string> Values(IEnumerable<string> lines, string key) => lines
        .Where(line => line.StartsWith($"{key}=", StringComparison.Ordinal)).Select(line => line[(key.Length + 1)..]);

    [GeneratedRegex(@"^dotnet publish .* -o (?<folder>/\S+)$", RegexOptions.Multiline)]
    private static partial Regex Published();

    [GeneratedRegex(@"%d/(?<file>[\w.-]+)")]
    private static partial Regex Own();

    [GeneratedRegex(@"/run/credentials/(?<unit>[^/\s]+)/(?<file>[\w.-]+)")]
    private static partial Regex Absolute();

    [GeneratedRegex(@"@\w+\.")]
    private static partial Regex Instance();

    [GeneratedRegex(@"^\+/bin/sh -c '(?<script>.*)'$")]
    private static partial Regex Script();
}

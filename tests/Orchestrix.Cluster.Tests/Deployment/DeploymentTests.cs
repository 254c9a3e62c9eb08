using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orchestrix.Cluster.Tests.Deployment;

/// <summary>All files of <c>deploy</c>, and what they share with the programs.</summary>
public sealed partial class DeploymentTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_yaml_file_can_be_read()
    {
        var files = Directory.EnumerateFiles(Deployed.Path(), "*.y*ml", SearchOption.AllDirectories).ToArray();
        Assert.InRange(files.Length, 15, 100);
        Assert.All(files, static file => Assert.NotEmpty(Yaml.Read(file)));
    }

    [Fact]
    public void Whoever_stops_a_silo_waits_longer_than_it_drains()
    {
        var silo = File.ReadAllText(Path.Combine(Deployed.Root, "silo", "BankSilo.cs"));
        var drain = Number(Drain().Match(silo));
        Assert.InRange(drain, 10, 120);

        foreach (var (name, template) in Deployed.Pods.Where(static pod => pod.Name != "orchestrix-migrate"))
        {
            var spec = template["spec"]!;
            var sleep = (string?)spec["containers"]![0]!["lifecycle"]?["preStop"]?["sleep"]?["seconds"] ?? "0";
            var grace = int.Parse((string)spec["terminationGracePeriodSeconds"]!, CultureInfo.InvariantCulture);
            Assert.True(grace > int.Parse(sleep, CultureInfo.InvariantCulture) + drain + 5, name);
        }
        Assert.All(
            Deployed.Services.Where(static one => one.Key.Split('-')[0] is "silo" or "client"),
            one => Assert.True(
                int.Parse(((string)one.Value!["stop_grace_period"]!).TrimEnd('s'), CultureInfo.InvariantCulture)
                > drain + 5));
        Assert.All(
            (string[])["silo", "client"],
            name => Assert.True(Number(TimeoutStop().Match(File.ReadAllText(
                Deployed.Path("systemd", $"orchestrix-{name}.service")))) > drain + 5));
    }

    [Theory]
    [InlineData("silo", "orchestrix/bank-silo", "aspnet")]
    [InlineData("client", "orchestrix/bank-client", "aspnet")]
    [InlineData("src/Orchestrix.Cli", "orchestrix/orchestrix", "runtime")]
    public async Task Images_are_named_as_they_are_deployed_without_a_shell_and_not_for_root(
        string project, string repository, string runtime)
    {
        var (code, output) = await RunAsync(
            "dotnet", "msbuild", Path.Combine(Deployed.Root, project), "-t:ComputeContainerBaseImage",
            "-getProperty:ContainerRepository,ContainerBaseImage,ContainerUser,Version", "-p:Configuration=Release");
        Assert.True(code == 0, output);
        var properties = JsonElement.Parse(output).GetProperty("Properties");
        string Property(string name) => properties.GetProperty(name).GetString()!;

        Assert.Equal((repository, "1654"), (Property("ContainerRepository"), Property("ContainerUser")));
        Assert.EndsWith($"/{runtime}:10.0-noble-chiseled", Property("ContainerBaseImage"), StringComparison.Ordinal);
        var compose = Deployed.Services.Select(static one => (string)one.Value!["image"]!);
        Assert.Contains($"{repository}:${{ORCHESTRIX_VERSION:-{Property("Version")}}}", compose);
        Assert.Contains(
            Deployed.Kustomization["images"]!.AsArray(),
            image => (string)image!["name"]! == repository && (string)image["newTag"]! == Property("Version"));
    }

    /// <summary>What a machine lacks is not asked; the tests above read all files without it.</summary>
    [Fact]
    public async Task Installed_tools_accept_the_files()
    {
        if (Find("kubectl"))
        {
            var (code, output) = await RunAsync("kubectl", "kustomize", Deployed.Path("k8s", "production"));
            Assert.True(code == 0, output);
        }
        if (Find("systemd-analyze"))
        {
            string[] units =
            [
                .. ((string[])[Deployed.Path("systemd"), Deployed.Path("backup", "systemd")]).SelectMany(
                    static folder => Directory.EnumerateFiles(folder, "*.service")
                        .Concat(Directory.EnumerateFiles(folder, "*.timer"))),
            ];
            var (_, output) = await RunAsync("systemd-analyze", ["verify", .. units]);
            // The programs are not installed where the units are checked.
            Assert.DoesNotContain(
                output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                static line => line.Contains("orchestrix-", StringComparison.Ordinal)
                    && !line.Contains("is not executable: No such file", StringComparison.Ordinal));
        }
    }

    private static bool Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancelled);
        var errors = process.StandardError.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        return (process.ExitCode, await output + await errors);
    }

    private static int Number(Match match) => int.Parse(match.Groups["s"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"ShutdownTimeout = TimeSpan\.FromSeconds\((?<s>\d+)\)")]
    private static partial Regex Drain();

    [GeneratedRegex(@"^TimeoutStopSec=(?<s>\d+)$", RegexOptions.Multiline)]
    private static partial Regex TimeoutStop();
}

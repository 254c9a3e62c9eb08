using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;

namespace Orchestrix.Readiness;

/// <summary>
/// Looks for secrets where they should not be, and for those that are none. Names settings, never values.
/// </summary>
internal sealed class SettingsReadiness(IConfiguration? configuration = null) : ISiloReadinessSource
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <inheritdoc/>
    public IReadOnlyList<ReadinessCheck> Checks => SettingsChecks.All;

    /// <inheritdoc/>
    public async IAsyncEnumerable<CheckResult> RunAsync(
        ReadinessProfile profile, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var told = SecretSettings.CountIn(Environment.GetCommandLineArgs());
        yield return SettingsChecks.Arguments.Judge(told == 0, told == 0 ? "none" : $"in {told} arguments");
        if (configuration is not IConfigurationRoot root)
        {
            yield return SettingsChecks.Files.Result(CheckOutcome.NotApplicable, "this program reads no settings");
            yield return SettingsChecks.Secrets.Result(CheckOutcome.NotApplicable, "this program reads no settings");
            yield break;
        }
        yield return Files(root);
        yield return Secrets(root);
    }

    private static CheckResult Files(IConfigurationRoot root)
    {
        var files = root.Providers.OfType<FileConfigurationProvider>()
            .Select(static provider => (Provider: provider, Path: PathOf(provider)))
            .Where(static file => File.Exists(file.Path)).ToArray();
        string[] bad =
        [
            .. from file in files
               from setting in SecretSettings.In(file.Provider)
               where IsReadableByOthers(file.Path!)
               select $"{setting.Name} in {file.Path}",
        ];
        return SettingsChecks.Files.Judge(
            bad.Length == 0, bad.Length == 0 ? $"none in {files.Length} files" : string.Join(", ", bad));
    }

    private static CheckResult Secrets(IConfigurationRoot root)
    {
        var secrets = root.Providers.SelectMany(SecretSettings.In)
            .Concat(root.Providers.SelectMany(SecretSettings.InFilesOf)).ToArray();
        if (secrets.Length == 0)
        {
            return SettingsChecks.Secrets.Result(
                CheckOutcome.NotApplicable, "neither a setting nor a file that one names holds a secret");
        }
        string[] weak =
        [
            .. secrets.Select(static one => (one.Name, Weakness: SecretStrength.Weakness(one.Secret, one.User)))
                .Where(static one => one.Weakness is not null)
                .Select(static one => $"{one.Name} is {one.Weakness}").Distinct(StringComparer.Ordinal),
        ];
        return SettingsChecks.Secrets.Judge(weak.Length == 0, weak.Length == 0
            ? $"none of {secrets.Length} secrets is known or short"
            : string.Join(", ", weak));
    }

    private static string? PathOf(FileConfigurationProvider provider) =>
        provider.Source.Path is { } path ? provider.Source.FileProvider?.GetFileInfo(path).PhysicalPath : null;

    private static bool IsReadableByOthers(string path) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) != 0;
}

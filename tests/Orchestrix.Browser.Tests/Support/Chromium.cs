using System.Runtime.InteropServices;
using Microsoft.Playwright;

namespace Orchestrix.Browser.Tests.Support;

/// <summary>The browser that the machine has; see <c>deploy/scripts/ensure-chromium.sh</c>.</summary>
internal static partial class Chromium
{
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        // Chromium refuses to run its sandbox for root, which a container's tests often are.
        string[] root = GetEffectiveUserId() == 0 ? ["--no-sandbox"] : [];
        return playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Find(),
            Args = [.. root, "--disable-background-networking", "--disable-component-update", "--disable-gpu"],
        });
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("ORCHESTRIX_CHROMIUM") is { Length: > 0 } named)
            return named;
        var directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return new[] { "chromium", "chromium-browser", "google-chrome" }
            .SelectMany(name => directories.Select(directory => Path.Combine(directory, name)))
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                "Chromium was not found. Run deploy/scripts/ensure-chromium.sh, or set ORCHESTRIX_CHROMIUM.");
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();
}

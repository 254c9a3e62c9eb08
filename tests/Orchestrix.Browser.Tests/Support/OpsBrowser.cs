using Microsoft.Playwright;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Browser.Tests.Support;

/// <summary>A window of the browser. What the browser complains about fails the test.</summary>
public sealed class OpsBrowser : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];
    private readonly Uri _root;

    private OpsBrowser(IBrowserContext context, IPage page, Uri root)
    {
        (_context, Page, _root) = (context, page, root);
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            // The browser reports every answer that is an error; what it is about is tested otherwise.
            if (message.Type == "error"
                && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _complaints.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <inheritdoc cref="OpenAsync(IBrowser, Uri, int, int, ColorScheme, string, string?)"/>
    public static Task<OpsBrowser> OpenAsync(
        IBrowser browser, BankApi api, int width = 1280, int height = 900, ColorScheme theme = ColorScheme.Light,
        string zone = "Asia/Tokyo", string? key = "")
    {
        ArgumentNullException.ThrowIfNull(api);
        return OpenAsync(browser, api.Http.BaseAddress!, width, height, theme, zone, key);
    }

    /// <summary>Opens a window, in which somebody signs in unless there is no key.</summary>
    public static async Task<OpsBrowser> OpenAsync(
        IBrowser browser, Uri root, int width = 1280, int height = 900, ColorScheme theme = ColorScheme.Light,
        string zone = "Asia/Tokyo", string? key = "")
    {
        ArgumentNullException.ThrowIfNull(browser);
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = theme,
            TimezoneId = zone,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(30_000);
        var window = new OpsBrowser(context, await context.NewPageAsync(), root);
        if (key is not null)
        {
            await window.GoAsync("/operations/sign-in?return=/operations/readiness");
            await window.SignInAsync(key.Length > 0 ? key : TestKey.Text);
        }
        return window;
    }

    /// <summary>Signs in on the page that asks for it.</summary>
    public async Task SignInAsync(string key)
    {
        await Page.GetByLabel("API key").FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>Opens a page; the status of the answer.</summary>
    public async Task<int> GoAsync(string path) =>
        (await Page.GotoAsync(new Uri(_root, path).ToString()))!.Status;

    /// <summary>Keeps a picture of the whole page with the artefacts of the tests.</summary>
    public Task ShootAsync(string name)
    {
        // tests/Orchestrix.Browser.Tests/bin/Release/net10.0/
        var root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", ".."));
        return Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(root, "artifacts", "browser", $"{name}.png"),
            FullPage = true,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_complaints);
    }
}

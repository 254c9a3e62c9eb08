using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Bank.Contracts.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>
/// Keys come and go in a file of the configuration while the API runs. No silo is needed: who is admitted hears that
/// there is none.
/// </summary>
public sealed class KeyRotationTests : IAsyncLifetime
{
    private readonly ApiKey _old = ApiKey.New();
    private readonly ApiKey _new = ApiKey.New();
    private readonly string _environment = $"rotation-{Guid.NewGuid():N}";

    private BankApi _api = null!;

    private string Path => System.IO.Path.Combine(AppContext.BaseDirectory, $"appsettings.{_environment}.json");

    public async ValueTask InitializeAsync()
    {
        Write(Entry("caller", _old, TimeSpan.FromHours(1)));
        _api = await BankApi.StartAsync(
            FreePorts.Take(1)[0], "--Ops:IsEnabled=true", $"--environment={_environment}");
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        File.Delete(Path);
    }

    [Fact]
    public async Task A_key_is_exchanged_by_adding_the_new_one_and_taking_the_old_one_out()
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(_old));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_new));

        // Both are one caller meanwhile.
        Write(Entry("caller", _old, TimeSpan.FromHours(1)), Entry("caller", _new, TimeSpan.FromHours(1)));
        await UntilAsync(_new, HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(_old));

        Assert.Contains(_old.Id, await ScrapeAsync(), StringComparison.Ordinal);

        Write(Entry("caller", _new, TimeSpan.FromHours(1)));
        await UntilAsync(_old, HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(_new));
        // Nobody is to be told of the end of a key that is gone.
        var ends = (await ScrapeAsync()).Split('\n')
            .Where(static line => line.StartsWith("orchestrix_api_key_expiry", StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(ends, line => line.Contains(_old.Id, StringComparison.Ordinal));
        Assert.Contains(ends, line => line.Contains(_new.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_expires_is_refused_from_then_on()
    {
        Write(Entry("caller", _new, TimeSpan.FromSeconds(25)));
        await UntilAsync(_new, HttpStatusCode.ServiceUnavailable);
        var pages = await OpsPages.SignInAsync(_api.Http.BaseAddress!, _new.Text);
        Assert.DoesNotContain("name=\"Key\"", (await pages.GetAsync("/operations")).Html, StringComparison.Ordinal);

        await UntilAsync(_new, HttpStatusCode.Unauthorized);
        Assert.Contains("name=\"Key\"", (await pages.GetAsync("/operations")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_makes_no_sense_lets_nobody_in_and_locks_nobody_out()
    {
        var read = new TaskCompletionSource();
        using var registration = _api.Services.GetRequiredService<IConfiguration>().GetReloadToken()
            .RegisterChangeCallback(_ => read.TrySetResult(), null);
        var nonsense = Entry("caller", _new, TimeSpan.FromHours(1));
        nonsense["Hash"] = "the secret itself";
        Write(nonsense);
        await read.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(_old));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_new));
        // And it goes on to listen.
        Write(Entry("caller", _new, TimeSpan.FromHours(1)));
        await UntilAsync(_new, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_key_that_is_taken_out_ends_the_sessions_that_it_began()
    {
        var pages = await OpsPages.SignInAsync(_api.Http.BaseAddress!, _old.Text);
        Assert.DoesNotContain("name=\"Key\"", (await pages.GetAsync("/operations")).Html, StringComparison.Ordinal);

        Write(Entry("caller", _new, TimeSpan.FromHours(1)));
        await UntilAsync(_old, HttpStatusCode.Unauthorized);
        Assert.Contains("name=\"Key\"", (await pages.GetAsync("/operations")).Html, StringComparison.Ordinal);
    }

    private static JsonObject Entry(string name, ApiKey key, TimeSpan lifetime) => new()
    {
        ["Id"] = key.Id,
        ["Name"] = name,
        ["Hash"] = key.Hash,
        ["Roles"] = new JsonArray("reader"),
        ["ExpiresAt"] = (TimeProvider.System.GetUtcNow() + lifetime).ToString("O", CultureInfo.InvariantCulture),
    };

    /// <summary>The tests' own key has the place 0.</summary>
    private void Write(params JsonObject[] entries)
    {
        var keys = new JsonObject();
        for (var index = 0; index < entries.Length; index++)
            keys[$"{index + 1}"] = entries[index];
        File.WriteAllText(
            Path + ".new", new JsonObject { ["Auth"] = new JsonObject { ["ApiKeys"] = keys } }.ToJsonString());
        File.Move(Path + ".new", Path, overwrite: true);
    }

    private Task UntilAsync(ApiKey key, HttpStatusCode status) =>
        Until.TrueAsync(async () => await StatusAsync(key) == status);

    private Task<string> ScrapeAsync() =>
        _api.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

    private async Task<HttpStatusCode> StatusAsync(ApiKey key)
    {
        using var answer = await _api.GetAsync("/accounts/a", ("Authorization", $"Bearer {key.Text}"));
        return answer.StatusCode;
    }
}

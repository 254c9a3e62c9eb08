using System.Globalization;
using System.Net;
using Bank.Contracts.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>Keys come and go while the API runs. No silo is needed: who is admitted hears that there is none.</summary>
public sealed class KeyRotationTests : IAsyncLifetime
{
    private readonly ApiKey _old = ApiKey.New();
    private readonly ApiKey _new = ApiKey.New();

    private BankApi _api = null!;

    private IConfiguration Configuration => _api.Services.GetRequiredService<IConfiguration>();

    public async ValueTask InitializeAsync()
    {
        _api = await BankApi.StartAsync(FreePorts.Take(1)[0], "--Ops:IsEnabled=true");
        Write(1, _old, TimeSpan.FromHours(1));
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_key_is_exchanged_by_adding_the_new_one_and_taking_the_old_one_out()
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(_old));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_new));

        Write(2, _new, TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(_old));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(_new));

        Write(1, ApiKey.New(), TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_old));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(_new));
    }

    [Fact]
    public async Task A_key_that_expires_is_refused_from_then_on()
    {
        Write(2, _new, TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(_new));

        await Until.TrueAsync(async () => await StatusAsync(_new) == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_configuration_that_makes_no_sense_lets_nobody_in_and_locks_nobody_out()
    {
        Configuration["Auth:ApiKeys:2:Id"] = "no hash, no roles, no end";
        Reload();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(_old));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_new));
    }

    [Fact]
    public async Task A_key_that_is_taken_out_ends_the_sessions_that_it_began()
    {
        var pages = await OpsPages.SignInAsync(_api.Http.BaseAddress!, _old.Text);
        Assert.DoesNotContain("name=\"Key\"", (await pages.GetAsync("/operations")).Html, StringComparison.Ordinal);

        Write(1, _new, TimeSpan.FromHours(1));
        Assert.Contains("name=\"Key\"", (await pages.GetAsync("/operations")).Html, StringComparison.Ordinal);
    }

    private void Write(int index, ApiKey key, TimeSpan lifetime)
    {
        foreach (var (name, value) in key.ToSettings(
            index, string.Create(CultureInfo.InvariantCulture, $"caller-{index}"), ["reader"],
            TimeProvider.System.GetUtcNow() + lifetime))
        {
            Configuration[name] = value;
        }
        Reload();
    }

    private void Reload() => ((IConfigurationRoot)Configuration).Reload();

    private async Task<HttpStatusCode> StatusAsync(ApiKey key)
    {
        using var answer = await _api.GetAsync("/accounts/a", ("Authorization", $"Bearer {key.Text}"));
        return answer.StatusCode;
    }
}

using System.Text.Json.Nodes;

namespace Orchestrix.Cluster.Tests.Observability;

/// <summary>Customers who deposit, withdraw more than they have, and transfer, until told to stop.</summary>
internal static class BankLoad
{
    private const int Accounts = 4;

    /// <summary>Opens the accounts.</summary>
    public static async Task OpenAsync(ObservedBank bank)
    {
        for (var number = 0; number < Accounts; number++)
        {
            var (status, body) = await bank.PostAsync("/accounts", new JsonObject
            {
                ["id"] = $"load-{number}",
                ["owner"] = "Ada",
                ["currency"] = "EUR",
            });
            Assert.True(status == 201, body);
        }
    }

    /// <summary>Somebody without a key is refused.</summary>
    public static async Task StrangerAsync(ObservedBank bank)
    {
        using var stranger = new HttpClient { BaseAddress = bank.Api.Http.BaseAddress };
        using var answer = await stranger.GetAsync(
            new Uri("/accounts/load-0", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static JsonObject Money(int amount) => new() { ["amount"] = amount, ["currency"] = "EUR" };

    /// <summary>Goes on until cancelled; every answer must be one that a sound bank gives.</summary>
    public static async Task RunAsync(ObservedBank bank, CancellationToken over)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var number = 0; !over.IsCancellationRequested; number++)
        {
            var turn = number / 4;
            var (account, other) = ($"load-{turn % Accounts}", $"load-{(turn + 1) % Accounts}");
            var (status, body) = (number % 4) switch
            {
                0 => await bank.PostAsync("/transfers", new JsonObject
                {
                    ["from"] = account,
                    ["to"] = other,
                    ["amount"] = 1,
                    ["currency"] = "EUR",
                }),
                1 => await bank.PostAsync($"/accounts/{account}/withdrawals", Money(1_000_000)),
                _ => await bank.PostAsync($"/accounts/{account}/deposits", Money(10)),
            };
            Assert.True(status is 200 or 202 or 409 or 422, $"{status} {body}");
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}

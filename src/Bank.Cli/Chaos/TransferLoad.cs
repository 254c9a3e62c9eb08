using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Bank.Cli.Demo;

namespace Bank.Cli.Chaos;

/// <summary>
/// Callers that send one transfer after the other to either API, repeat under the same key what was not answered, and
/// look for a while how it ends: so hundreds are under way, and not more and more while accounts are out of reach.
/// </summary>
internal sealed class TransferLoad : IDisposable
{
    private const int Attempts = 6;
    private const int WatchSeconds = 10;

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1_000 })
    {
        Timeout = TimeSpan.FromSeconds(12),
    };

    private readonly IReadOnlyList<SupervisedHost> _apis;
    private readonly TimeProvider _time;
    private readonly ConcurrentBag<TransferRecord> _records = [];
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private int _next;

    public TransferLoad(IReadOnlyList<SupervisedHost> apis, LocalKey key, TimeProvider time)
    {
        (_apis, _time) = (apis, time);
        key.AddTo(_http);
    }

    /// <summary>What became of the transfers, to their senders' knowledge.</summary>
    public IReadOnlyCollection<TransferRecord> Records => _records;

    /// <summary>Answers that no caller should ever see, with their number: internal errors.</summary>
    public IReadOnlyDictionary<string, int> InternalErrors => _failures;

    public static string Hot(int number) => string.Create(CultureInfo.InvariantCulture, $"hot-{number}");

    public static string Cold(int number) => string.Create(CultureInfo.InvariantCulture, $"cold-{number}");

    /// <summary>Opens all accounts, and puts the money in.</summary>
    public async Task OpenAccountsAsync(CancellationToken cancellationToken)
    {
        string[] accounts =
        [
            .. Enumerable.Range(0, ChaosOptions.HotAccounts).Select(Hot),
            .. Enumerable.Range(0, ChaosOptions.ColdAccounts).Select(Cold),
        ];
        await Parallel.ForEachAsync(accounts, cancellationToken, async (id, token) =>
        {
            const string currency = ChaosOptions.Currency;
            await OpenAsync("/accounts", "open", new { id, owner = $"Owner of {id}", currency }, token);
            await OpenAsync($"/accounts/{id}/deposits", "fund", new { amount = ChaosOptions.Funds, currency }, token);
        });
    }

    /// <summary>Sends until cancelled; then each caller brings its last transfer to an outcome.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Enumerable.Range(0, ChaosOptions.Callers).Select(_ => CallAsync(cancellationToken)));

    public void Dispose() => _http.Dispose();

    private async Task CallAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"t-{Interlocked.Increment(ref _next)}");
            var outcome = await SendAsync(id);
            _records.Add(new TransferRecord(id, outcome));
            if (outcome == TransferOutcome.Acknowledged && Random.Shared.Next(50) == 0)
                await TryPostAsync($"/transfers/{id}/cancel", $"{id}-cancel", new { reason = "changed their mind" });
            if (outcome == TransferOutcome.Acknowledged)
                await WatchAsync(id);
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(400)), _time, CancellationToken.None);
        }
    }

    private async Task<TransferOutcome> SendAsync(string id)
    {
        var isToPartner = Random.Shared.Next(10) == 0;
        var (from, to) = (Account(), isToPartner ? "DE-123" : Account());
        var body = new
        {
            from,
            to,
            amount = Random.Shared.Next(1, 20_000) / 100m,
            currency = ChaosOptions.Currency,
            partnerBank = isToPartner ? ChaosCluster.Partner : null,
        };
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var status = await TryPostAsync("/transfers", id, body);
            if (status is { } code && (int)code is >= 200 and < 300)
                return TransferOutcome.Acknowledged;
            if (status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
                return TransferOutcome.Refused;
            await Task.Delay(
                TimeSpan.FromMilliseconds(Random.Shared.Next(200, 1_500)), _time, CancellationToken.None);
        }
        return TransferOutcome.Unknown;
    }

    /// <summary>Null if no answer came.</summary>
    private async Task<HttpStatusCode?> TryPostAsync<T>(string path, string key, T body)
    {
        try
        {
            using var response = await PostAsync(path, key, body, CancellationToken.None);
            if (response.StatusCode == HttpStatusCode.InternalServerError)
            {
                var problem = await response.Content.ReadAsStringAsync(CancellationToken.None);
                _failures.AddOrUpdate(problem, 1, static (_, count) => count + 1);
            }
            return response.StatusCode;
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Waits until it has ended, or does so no longer. The account of it is made from the log.</summary>
    private async Task WatchAsync(string id)
    {
        try
        {
            using var response = await _http.GetAsync(
                new Uri(AnyApi(), $"/transfers/{id}?wait={WatchSeconds}"), CancellationToken.None);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // An API that was killed under the look; the transfer goes on without it.
        }
    }

    private Uri AnyApi() => _apis[Random.Shared.Next(_apis.Count)].Address;

    private async Task OpenAsync<T>(string path, string key, T body, CancellationToken cancellationToken)
    {
        using var response = await PostAsync(path, key, body, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private async Task<HttpResponseMessage> PostAsync<T>(
        string path, string key, T body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(AnyApi(), path))
        {
            Content = JsonContent.Create(body),
        };
        request.Headers.Add("Idempotency-Key", key);
        return await _http.SendAsync(request, cancellationToken);
    }

    private static string Account() => Random.Shared.Next(4) != 0
        ? Hot(Random.Shared.Next(ChaosOptions.HotAccounts))
        : Cold(Random.Shared.Next(ChaosOptions.ColdAccounts));
}

using System.Collections.Concurrent;
using System.Net.Http.Json;
using Bank.Cli.Import;
using Bank.Cli.Topology;

namespace Bank.Cli.Drill;

/// <summary>
/// Customers who each pay into an account of their own over HTTP, and send what was not acknowledged again, under the
/// same key, to the next API: as a load balancer's callers do. Keeps what was acknowledged.
/// </summary>
internal sealed class ApiWriters : IDisposable
{
    private const string Currency = "EUR";
    private const int MaxAttempts = 1000;

    private readonly HttpClient _http;
    private readonly ConcurrentQueue<Acknowledged> _acknowledged = new();
    private readonly RetrySchedule _pauses = new()
    {
        InitialDelay = TimeSpan.FromMilliseconds(20),
        MaxDelay = TimeSpan.FromMilliseconds(200),
    };

    private readonly IReadOnlyList<ClusterHost> _apis;
    private readonly int _count;
    private readonly TimeProvider _time;
    private long _retried;

    public ApiWriters(BankCluster cluster, int count, TimeProvider time)
    {
        (_apis, _count, _time) = (cluster.Apis, count, time);
        _http = cluster.NewHttp(TimeSpan.FromSeconds(12));
        cluster.Key.AddTo(_http);
    }

    /// <summary>What was acknowledged so far, in the order of answers.</summary>
    public IReadOnlyCollection<Acknowledged> Acknowledged => _acknowledged;

    /// <summary>Requests that had to be sent again.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    /// <summary>Opens the accounts.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, _count).Select(number => SendAsync(
            number, "/accounts", $"open-{number}",
            new { id = Account(number), owner = $"Customer {number}", currency = Currency }, cancellationToken)));

    /// <summary>Pays in until stopped; a command that is under way is finished.</summary>
    /// <param name="stopping">Ends it in good order.</param>
    /// <param name="abandoned">Gives up commands that are under way: they are not acknowledged.</param>
    /// <exception cref="DrillException">The bank refused a command, or did not come back.</exception>
    public Task RunAsync(CancellationToken stopping, CancellationToken abandoned) =>
        Task.WhenAll(Enumerable.Range(0, _count).Select(async number =>
        {
            while (!stopping.IsCancellationRequested)
            {
                await SendAsync(
                    number, $"/accounts/{Account(number)}/deposits", Guid.CreateVersion7().ToString(),
                    new { amount = 1, currency = Currency }, abandoned);
            }
        }));

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task SendAsync<T>(
        int number, string path, string key, T body, CancellationToken cancellationToken)
    {
        var sentAt = _time.GetTimestamp();
        var attempt = 0;
        while (!await IsAcknowledgedAsync(number + attempt, path, key, body, cancellationToken))
        {
            if (++attempt == MaxAttempts)
                throw new DrillException($"The bank did not answer {Account(number)} in {MaxAttempts} attempts.");
            Interlocked.Increment(ref _retried);
            await Task.Delay(_pauses.DelayAfter(attempt), _time, cancellationToken);
        }
        _acknowledged.Enqueue(new Acknowledged($"account/{Account(number)}", key, sentAt, _time.GetTimestamp()));
    }

    private async Task<bool> IsAcknowledgedAsync<T>(
        int turn, string path, string key, T body, CancellationToken cancellationToken)
    {
        var address = _apis[turn % _apis.Count].Address;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path))
        {
            Content = JsonContent.Create(body),
        };
        request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
                return true;
            // 500 is nothing that a caller should ever see, in the middle of an upgrade or not.
            if ((int)response.StatusCode <= 500)
                throw new DrillException($"{path} was answered with {(int)response.StatusCode}.");
            return false;
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or TaskCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string Account(int number) => $"drill-{number}";
}

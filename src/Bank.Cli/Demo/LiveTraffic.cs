using System.Net;
using System.Net.Http.Json;

namespace Bank.Cli.Demo;

/// <summary>
/// Opens a few accounts over HTTP and keeps moving a little money, as customers would: into an account, out of one,
/// from one to another, and to a partner bank.
/// </summary>
internal sealed class LiveTraffic : IDisposable
{
    private const string Currency = "EUR";
    private const string PartnerBank = "partner";
    private const string PartnerAccount = "12345678";

    private static readonly string[] Owners = ["Ada Lovelace", "Grace Hopper", "Edsger Dijkstra", "Barbara Liskov"];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a customer waits for an answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private long _sent;
    private long _failed;
    private long _transfers;

    /// <param name="http">Reaches the API; it belongs to this object.</param>
    /// <param name="address">Where the API is.</param>
    /// <param name="key">Lets it in.</param>
    /// <param name="time">Measures pauses.</param>
    public LiveTraffic(HttpClient http, Uri address, LocalKey key, TimeProvider time)
    {
        (_http, _time) = (http, time);
        _http.BaseAddress = address;
        key.AddTo(_http);
    }

    /// <inheritdoc cref="LiveTraffic(HttpClient, Uri, LocalKey, TimeProvider)"/>
    public LiveTraffic(Uri address, LocalKey key, TimeProvider time)
        : this(new HttpClient { Timeout = Patience }, address, key, time)
    {
    }

    /// <summary>The ids of the accounts.</summary>
    public static IReadOnlyList<string> AccountIds { get; } =
        [.. Enumerable.Range(1, Owners.Length).Select(static number => $"demo-{number}")];

    /// <summary>Requests answered so far, refusals included.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Transfers that were accepted so far, a part of <see cref="Sent"/>.</summary>
    public long Transfers => Interlocked.Read(ref _transfers);

    /// <summary>Requests that found no bank.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Opens the accounts; those of an earlier run stay as they are.</summary>
    /// <exception cref="HttpRequestException">The bank did not take one.</exception>
    public async Task OpenAccountsAsync(CancellationToken cancellationToken)
    {
        foreach (var (id, owner) in AccountIds.Zip(Owners))
        {
            var body = new { id, owner, currency = Currency, overdraftLimit = 100 };
            using var response = await PostAsync("/accounts", body, $"demo-open-{id}", cancellationToken);
            if (response.StatusCode != HttpStatusCode.Conflict)
                response.EnsureSuccessStatusCode();
        }
    }

    /// <summary>
    /// Sends one request after the other until cancelled. A bank that is away for a moment is waited for.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Pause, _time, cancellationToken);
            try
            {
                await MoveMoneyAsync(cancellationToken);
                Interlocked.Increment(ref _sent);
            }
            catch (Exception exception) when (
                exception is HttpRequestException or TaskCanceledException
                && !cancellationToken.IsCancellationRequested)
            {
                Interlocked.Increment(ref _failed);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private Task MoveMoneyAsync(CancellationToken cancellationToken) => Random.Shared.Next(3) == 0
        ? TransferAsync(cancellationToken)
        : BookAsync(cancellationToken);

    // Deposits are larger than withdrawals: balances grow, and now and then a withdrawal is refused.
    private async Task BookAsync(CancellationToken cancellationToken)
    {
        var account = AccountIds[Random.Shared.Next(AccountIds.Count)];
        var (path, most) = Random.Shared.Next(2) == 0 ? ("deposits", 20_000) : ("withdrawals", 15_000);
        var body = new { amount = Amount(most), currency = Currency, reference = "demo" };
        using var response = await PostAsync(
            $"/accounts/{account}/{path}", body, Guid.CreateVersion7().ToString(), cancellationToken);
        ThrowIfAway(response);
    }

    /// <summary>Every fourth transfer leaves for a partner bank.</summary>
    private async Task TransferAsync(CancellationToken cancellationToken)
    {
        var id = $"demo-{Guid.CreateVersion7():N}";
        var from = Random.Shared.Next(AccountIds.Count);
        var to = AccountIds[(from + 1 + Random.Shared.Next(AccountIds.Count - 1)) % AccountIds.Count];
        var partnerBank = Random.Shared.Next(4) == 0 ? PartnerBank : null;
        var body = new
        {
            from = AccountIds[from],
            to = partnerBank is null ? to : PartnerAccount,
            amount = Amount(most: 5_000),
            currency = Currency,
            reference = "demo",
            partnerBank,
        };
        using var response = await PostAsync("/transfers", body, id, cancellationToken);
        ThrowIfAway(response);
        if (response.IsSuccessStatusCode)
            Interlocked.Increment(ref _transfers);
    }

    private static decimal Amount(int most) => Random.Shared.Next(1, most) / 100m;

    private static void ThrowIfAway(HttpResponseMessage response)
    {
        if ((int)response.StatusCode >= 500)
            response.EnsureSuccessStatusCode();
    }

    private async Task<HttpResponseMessage> PostAsync<T>(
        string path, T body, string idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await _http.SendAsync(request, cancellationToken);
    }
}

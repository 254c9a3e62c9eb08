using Orleans.Concurrency;

namespace Orchestrix.Readiness;

/// <summary>
/// Keeps the clients in memory: they join again and again, so that nothing is lost with a silo for long.
/// </summary>
[GrainType("orchestrix.client-circle"), Reentrant]
internal sealed class ClientCircleGrain(TimeProvider time) : Grain, IClientCircleGrain, IClientCheckGrain
{
    private const int MaxClients = 1_000;
    private const int MaxNameLength = 200;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (IMeasuredClient Client, DateTimeOffset Seen)> _clients =
        new(StringComparer.Ordinal);

    public Task JoinAsync(string name, IMeasuredClient client)
    {
        if (name.Length <= MaxNameLength && (_clients.Count < MaxClients || _clients.ContainsKey(name)))
            _clients[name] = (client, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task LeaveAsync(string name)
    {
        _clients.Remove(name);
        return Task.CompletedTask;
    }

    public async Task<ClientAnswers> CheckAsync(ReadinessProfile profile)
    {
        Forget();
        var answers = await Task.WhenAll(_clients.Select(one => AskAsync(one.Key, one.Value.Client, profile)));
        return new ClientAnswers(
            [.. answers.Where(static one => one.Results.Count > 0)],
            [.. answers.Where(static one => one.Results.Count == 0).Select(static one => one.Silo)]);
    }

    public Task<int> CountAsync()
    {
        Forget();
        return Task.FromResult(_clients.Count);
    }

    private void Forget()
    {
        foreach (var (name, (_, seen)) in _clients)
        {
            if (time.GetUtcNow() - seen > Life)
                _clients.Remove(name);
        }
    }

    private async Task<SiloAnswer> AskAsync(string name, IMeasuredClient client, ReadinessProfile profile)
    {
        try
        {
            return new SiloAnswer(name, await client.CheckAsync(profile).WaitAsync(Patience, time));
        }
        // Gone, hanging or too old to understand: whichever it is, it has not answered.
        catch (Exception)
        {
            return new SiloAnswer(name, []);
        }
    }
}

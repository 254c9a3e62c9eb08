using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;

namespace Orchestrix.TestKit.Sagas;

/// <content>Clients, the watchdog, and the passing of time.</content>
public sealed partial class SagaWorld
{
    private static readonly TimeSpan ScanPeriod = TimeSpan.FromSeconds(2);

    private readonly List<Task> _clients = [];
    private readonly Dictionary<StreamId, (long Version, bool IsAtRest)> _rest = [];
    private Task? _watchdog;

    /// <summary>
    /// Lets a client start a saga, and again until it is acknowledged or refused. Nothing happens before the world
    /// runs.
    /// </summary>
    /// <param name="sagaType">The name of the definition.</param>
    /// <param name="key">The key of the saga.</param>
    /// <param name="data">What to start it with.</param>
    /// <returns>Completes when the client has its answer.</returns>
    public Task<CommandResult<SagaView>> StartAsync(string sagaType, string key, object data)
    {
        CommandResult<SagaView>? answer = null;
        return AnswerAsync();

        async Task<CommandResult<SagaView>> AnswerAsync()
        {
            await ClientAsync(async () =>
                answer = await new SimulatedSaga(this, StreamId.For(sagaType, key)).StartAsync(data));
            return answer!;
        }
    }

    /// <summary>Lets a client do something to a saga after a time, and again until it has an answer.</summary>
    public Task DoAsync(string sagaType, string key, TimeSpan after, Func<ISagaGrain, Task> act) =>
        ClientAsync(async () =>
        {
            if (Time.Elapsed < after)
                await Time.WaitAsync(after - Time.Elapsed);
            await act(new SimulatedSaga(this, StreamId.For(sagaType, key)));
        });

    /// <summary>Runs until every client has its answer and no saga moves by itself any more.</summary>
    /// <param name="limit">How much time may pass; in the virtual clock.</param>
    /// <exception cref="SagaSimulationException">A saga has not ended by then.</exception>
    public void Run(TimeSpan limit)
    {
        Watch();
        while (!IsAtRest())
        {
            RunReady();
            if (!IsAtRest() && !Time.MoveToNextTimer(limit))
                throw new SagaSimulationException($"Within {limit} of virtual time not everything came to an end.");
        }
        RunReady();
        foreach (var client in _clients.Where(client => client.IsFaulted))
            throw new SagaSimulationException("A client failed.", client.Exception!.InnerException!);
    }

    /// <summary>Lets a time pass, and whatever happens in it happen.</summary>
    public void Pass(TimeSpan time)
    {
        Watch();
        var end = Time.Elapsed + time;
        do
        {
            RunReady();
        }
        while (Time.MoveToNextTimer(end));
        RunReady();
    }

    /// <summary>Runs what is ready; no time passes.</summary>
    internal void RunReady()
    {
        for (var steps = 0; Scheduler.RunOne(Chance.Pick); steps++)
        {
            if (steps > 1_000_000)
                throw new SagaSimulationException("The world spins without time passing.");
        }
    }

    private void Watch() => _watchdog ??= Scheduler.Start(WatchAsync);

    private async Task WatchAsync()
    {
        Services();
        var letters = new SagaLetters(_letters, Grains, Services());
        var owned = await _indexing.AcquireAsync("the world", CancellationToken.None);
        var position = owned.Position;
        var replaying = Task.CompletedTask;
        while (true)
        {
            await Time.WaitAsync(ScanPeriod);
            position = await IndexAsync(owned, position);
            foreach (var bucket in _known.Select(SagaBucket.Of).Distinct().ToArray())
            {
                foreach (var due in await _index.FindDueAsync(bucket, Time.GetUtcNow(), null, 1000))
                    _ = Scheduler.Start(new SimulatedSaga(this, due.Saga).WakeAsync);
            }
            if (replaying.IsCompleted)
                replaying = Scheduler.Start(letters.ReplayAsync);
        }
    }

    /// <summary>Brings the index to the end of the log.</summary>
    private async Task<long> IndexAsync(Checkpoint owned, long position)
    {
        while (true)
        {
            var page = await Store.ReadLogPageAsync(position, 1000, LogFilter.Everything, CancellationToken.None);
            if (page.ScannedTo == position)
                return await _indexing.FlushAsync(owned, CancellationToken.None);
            await _indexing.ProcessAsync(owned, page, CancellationToken.None);
            position = page.ScannedTo;
        }
    }

    private Task ClientAsync(Func<Task> ask)
    {
        var client = Scheduler.Start(async () =>
        {
            while (true)
            {
                try
                {
                    // What crashes under a client never answers it.
                    await ask().WaitAsync(TimeSpan.FromSeconds(30), Time);
                    return;
                }
                catch (Exception exception) when (exception is EventStoreUnavailableException or ConcurrencyException
                    or UncertainOutcomeException or TimeoutException or OperationCanceledException)
                {
                    await Time.WaitAsync(TimeSpan.FromSeconds(1));
                }
            }
        });
        _clients.Add(client);
        return client;
    }

    private bool IsAtRest() =>
        _clients.TrueForAll(static client => client.IsCompleted)
        && _known.All(IsAtRest);

    private bool IsAtRest(StreamId stream)
    {
        // Folding a saga for every timer would be most of the work of a run.
        var version = Store.ReadStreamVersionAsync(stream).GetAwaiter().GetResult();
        if (!_rest.TryGetValue(stream, out var known) || known.Version != version)
        {
            var view = View(stream.GrainType, stream.Key);
            known = (version, view.Status == SagaStatus.None || view.IsAtRest);
            _rest[stream] = known;
        }
        return known.IsAtRest;
    }
}

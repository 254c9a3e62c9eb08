using System.Collections.Concurrent;
using CsCheck;
using Microsoft.Extensions.Options;
using Orchestrix.Appending;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.Feed;
using Orchestrix.PostgreSQL.EventStore;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>
/// Two silos reduced to what they share: an appender each, over a store each, on one database. Whatever their callers
/// send at once, with versions that are right or stale and command ids that are new or not, what comes out is one of
/// the serial executions.
/// </summary>
public sealed class RacingAppendersTests(PostgresFixture fixture) : StoreTests(fixture)
{
    private const int Streams = 3;
    private const int CallersPerAppender = 4;

    private static readonly Gen<Step> GenStep =
        Gen.Select(Gen.Int[0, Streams - 1], Gen.Int[0, 9], Gen.Int[1, 3], Gen.Int[0, 19], Gen.Int[0, 7])
            .Select(one => new Step(
                one.Item1, one.Item2, one.Item3, one.Item4 < 10 ? $"command-{one.Item4}" : null, one.Item5 == 0));

    private static readonly Gen<Step[][]> GenCallers = GenStep.Array[4, 12].Array[2 * CallersPerAppender];

    private readonly OrchestrixMetrics _metrics = new();
    private readonly Dictionary<AppendStatus, int> _seen = [];

    /// <param name="Stream">Which stream.</param>
    /// <param name="Aim">0 expects any version, 1 one too old, 2 one too new, the rest what was last heard of.</param>
    /// <param name="Events">How many events.</param>
    /// <param name="CommandId">Few, so that callers use the same; null for none.</param>
    /// <param name="IsTwin">The very same commit goes through both appenders at once, as after a lost reply.</param>
    private sealed record Step(int Stream, int Aim, int Events, string? CommandId, bool IsTwin);

    [Fact]
    public async Task Whatever_two_appenders_race_for_the_log_is_a_serial_execution()
    {
        var database = await CreateDatabaseAsync();
        var stores = new[]
        {
            Open(database.ApplicationConnectionString), Open(database.ApplicationConnectionString),
        };
        var appenders = Array.ConvertAll(stores, store =>
            Keep(new BatchingAppender(
                store, Options.Create(new AppenderOptions()), TimeProvider.System, _metrics, new LogHead())));

        await GenCallers.SampleAsync(callers => RaceAsync(stores[0], appenders, callers), iter: 30, threads: 1);

        Assert.All(Enum.GetValues<AppendStatus>(), status => Assert.True(_seen.GetValueOrDefault(status) > 50));
    }

    private async Task RaceAsync(PostgreSQLEventStore store, BatchingAppender[] appenders, Step[][] callers)
    {
        var race = new Race(appenders, [.. Enumerable.Range(0, Streams).Select(_ => NewStream())]);
        var offset = await store.ReadHeadAsync();
        await Task.WhenAll(callers.Select((steps, caller) => Task.Run(() => race.RunAsync(steps, caller))));

        await new SerialOrder([.. race.Calls], await store.ReadLogAsync(offset).ToListAsync(), offset).CheckAsync();
        foreach (var call in race.Calls)
            _seen[call.Result.Status] = _seen.GetValueOrDefault(call.Result.Status) + 1;
    }

    private sealed class Race(BatchingAppender[] appenders, StreamId[] streams)
    {
        private readonly ConcurrentQueue<SerialOrder.Call> _calls = [];
        private readonly long[] _heard = new long[Streams];
        private long _clock;

        public IReadOnlyCollection<SerialOrder.Call> Calls => _calls;

        public async Task RunAsync(Step[] steps, int caller)
        {
            foreach (var step in steps)
            {
                var heard = Volatile.Read(ref _heard[step.Stream]);
                var expected = step.Aim switch
                {
                    0 => ExpectedVersion.Any,
                    1 => ExpectedVersion.Exactly(Math.Max(0, heard - 1)),
                    2 => ExpectedVersion.Exactly(heard + 1),
                    _ => ExpectedVersion.Exactly(heard),
                };
                var commit = Commit(streams[step.Stream], expected, step.Events, step.CommandId);
                var own = appenders[caller % 2];
                var other = appenders[(caller + 1) % 2];
                Task<AppendResult>[] sends =
                    step.IsTwin ? [SendAsync(own, commit), SendAsync(other, commit)] : [SendAsync(own, commit)];
                var results = await Task.WhenAll(sends);
                Volatile.Write(ref _heard[step.Stream], results.Max(result => result.StreamVersion));
            }
        }

        private async Task<AppendResult> SendAsync(BatchingAppender appender, Commit commit)
        {
            var begun = Interlocked.Increment(ref _clock);
            var result = await appender.AppendAsync(commit);
            _calls.Enqueue(new SerialOrder.Call(commit, result, begun, Interlocked.Increment(ref _clock)));
            return result;
        }
    }
}

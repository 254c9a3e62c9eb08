using CsCheck;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.PostgreSQL.EventStore;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>
/// The store in memory is simple enough to be believed. Whatever batches are sent to both, the one in PostgreSQL gives
/// the same answers and ends with the same log.
/// </summary>
public sealed class StoreModelTests(PostgresFixture fixture) : StoreTests(fixture)
{
    private static readonly Gen<Step> GenStep =
        Gen.Select(Gen.Int[0, 4], Gen.Int[-1, 5], Gen.Int[1, 3], Gen.Int[0, 5], Gen.Bool)
            .Select(one => new Step(
                one.Item1, one.Item2, one.Item3, one.Item4 < 3 ? $"command-{one.Item4}" : null, one.Item5));

    private static readonly Gen<Step[][]> GenBatches = GenStep.Array[1, 6].Array[1, 12];

    private sealed record Step(int Stream, int Expected, int Events, string? CommandId, bool IsRepeat);

    [Fact]
    public async Task Any_batches_get_the_answers_of_the_model_and_end_in_its_log()
    {
        var database = await CreateDatabaseAsync();
        var store = Open(database.ApplicationConnectionString);
        await GenBatches.SampleAsync(batches => CompareAsync(store, batches), iter: 60, threads: 1);
    }

    private static async Task CompareAsync(PostgreSQLEventStore store, Step[][] batches)
    {
        var model = new InMemoryEventStore();
        var streams = Enumerable.Range(0, 5).Select(_ => NewStream()).ToArray();
        var offset = await store.ReadHeadAsync();
        var sent = new List<Commit>();
        foreach (var steps in batches)
        {
            var batch = steps.DistinctBy(step => step.Stream).Select(step => ToCommit(step, streams, sent)).ToArray();
            sent.AddRange(batch);
            Assert.Equal(
                (await model.AppendAsync(batch)).Select(result => Comparable(result, 0)),
                (await store.AppendAsync(batch)).Select(result => Comparable(result, offset)));
        }
        Assert.Equal(await LogAsync(model, 0), await LogAsync(store, offset));
        foreach (var stream in streams)
            Assert.Equal(await model.ReadStreamVersionAsync(stream), await store.ReadStreamVersionAsync(stream));
    }

    /// <summary>A new commit, or one that was sent to the same stream before, as after a lost reply.</summary>
    private static Commit ToCommit(Step step, StreamId[] streams, List<Commit> sent) =>
        step.IsRepeat && sent.FindLast(commit => commit.Stream == streams[step.Stream]) is { } earlier
            ? earlier
            : Commit(
                streams[step.Stream],
                step.Expected < 0 ? ExpectedVersion.Any : ExpectedVersion.Exactly(step.Expected),
                step.Events,
                step.CommandId);

    // The stream version of a repeat is that of the moment, which the model does not promise for its own commits.
    private static (AppendStatus, StreamId, long, long, long, Guid) Comparable(AppendResult result, long offset) => (
        result.Status,
        result.Stream,
        result.FirstVersion,
        result.LastVersion,
        result.LastPosition == 0 ? 0 : result.LastPosition - offset,
        result.Status == AppendStatus.Conflict ? Guid.Empty : result.CommitId);

    private static async Task<List<(long, StreamId, long, Guid, Guid, string?)>> LogAsync(
        IEventStore store, long offset) =>
        await store.ReadLogAsync(offset)
            .Select(one => (one.Position - offset, one.Stream, one.Version, one.EventId, one.CommitId, one.CommandId))
            .ToListAsync();
}

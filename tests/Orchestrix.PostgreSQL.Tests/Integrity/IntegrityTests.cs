using CsCheck;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Integrity;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.PostgreSQL.Tests.EventStore;
using Orchestrix.PostgreSQL.Tests.Interchange;

namespace Orchestrix.PostgreSQL.Tests.Integrity;

/// <summary>What the tests of seals share.</summary>
public abstract class IntegrityTests(PostgresFixture fixture) : StoreTests(fixture)
{
    private const int Streams = 5;

    /// <summary>A log with everything that may be in one.</summary>
    internal async Task<TestDatabase> RandomLogAsync()
    {
        var database = await CreateDatabaseAsync();
        await RandomLog.AppendAsync(Open(database.ApplicationConnectionString), RandomLog.Batches.Single());
        return database;
    }

    /// <summary>
    /// Streams <c>test/0</c> to <c>test/4</c> in turn, each event a commit with all there is to know.
    /// </summary>
    internal async Task<TestDatabase> FullLogAsync(int events)
    {
        var database = await CreateDatabaseAsync();
        await AppendFullAsync(Open(database.ApplicationConnectionString), 0, events);
        return database;
    }

    internal static async Task AppendFullAsync(PostgreSQLEventStore store, int from, int events)
    {
        for (var index = from; index < from + events; index += Streams)
        {
            var batch = Enumerable.Range(index, Math.Min(Streams, from + events - index)).Select(Full);
            await store.AppendAsync([.. batch]);
        }
    }

    internal static Task<LogAnchor> SealAsync(TestDatabase database) =>
        database.Application.RunAsync(
            connection => SealSteps.ToEndAsync(connection, CancellationToken.None), CancellationToken.None);

    /// <summary>Makes one seal of so many events.</summary>
    internal static Task<long> SealAsync(TestDatabase database, int events) =>
        database.ScalarAsync<long>($"select sealed_position from orchestrix.seal_log(0::smallint, {events})");

    internal static Task<VerifyResult> VerifyAsync(
        TestDatabase database, LogAnchor? anchor = null, bool isWhole = true) =>
        new LogVerifier(database.Application, parallel: 4)
            .RunAsync(anchor ?? LogAnchor.Start, isWhole, CancellationToken.None);

    private static Commit Full(int index) => Commit(
        StreamId.For("test", $"{index % Streams}"), ExpectedVersion.Exactly(index / Streams),
        commandId: $"c{index}") with
    {
        CommandFingerprint = index,
        Metadata = new EventMetadata
        {
            CorrelationId = "co",
            CausationId = "ca",
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            Actor = "ac",
            Tenant = "te",
        },
    };

    /// <summary>What somebody does who owns the tables, or is a superuser.</summary>
    internal static Task TamperAsync(TestDatabase database, string sql) => database.ExecuteAsync(
        "alter table orchestrix.events disable trigger user; alter table orchestrix.log_seals disable trigger user; "
        + $"{sql}; alter table orchestrix.events enable trigger user");
}

using CsCheck;
using Orchestrix.Tests.Subscriptions.Handlers;

namespace Orchestrix.PostgreSQL.Tests.DeadLetters;

/// <summary>The model of the handlers over the real stores, as the application's role.</summary>
public sealed class HandlerPropertyTests(PostgresFixture fixture)
{
    [Fact]
    public async Task Each_event_is_handled_in_order_or_discarded_by_a_person_whatever_fails() =>
        await HandlerModel.Scripts.SampleAsync(async script =>
        {
            await using var database = new DeadLetterDatabase(await fixture.CreateDatabaseAsync());
            using var world = new HandlerWorld(
                database.Store, database.Checkpoints, database.Letters, database.Parking,
                builder => HandlerModel.Configure(builder, script.ParksStreams, script.MaxParked));
            await HandlerModel.PlayAsync(world, script.Steps, script.Chances);
        }, iter: 10, threads: 1);
}

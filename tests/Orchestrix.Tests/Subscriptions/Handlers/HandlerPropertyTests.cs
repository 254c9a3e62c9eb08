using CsCheck;

namespace Orchestrix.Tests.Subscriptions.Handlers;

public sealed class HandlerPropertyTests
{
    [Fact]
    public async Task Each_event_is_handled_in_order_or_discarded_by_a_person_whatever_fails() =>
        await HandlerModel.Scripts.SampleAsync(async script =>
        {
            using var world = HandlerWorld.InMemory(
                builder => HandlerModel.Configure(builder, script.ParksStreams, script.MaxParked));
            await HandlerModel.PlayAsync(world, script.Steps, script.Chances);
        }, iter: 300);
}

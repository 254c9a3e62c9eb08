using Orchestrix.Sagas;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Tests.Sagas;

/// <summary>A world in which nothing goes wrong unless a test wants it.</summary>
internal sealed class SagaBench
{
    private readonly Dictionary<string, Shop> _shops = new(StringComparer.Ordinal);

    public SagaBench(params Saga[] sagas) : this(0, sagas)
    {
    }

    public SagaBench(ulong seed, params Saga[] sagas)
    {
        World = new SagaWorld(SagaFaults.None, new Chance(seed, 1));
        foreach (var saga in sagas)
            World.AddSaga(saga);
        World.Grains.Add<IShopGrain>(Shop);
    }

    public SagaWorld World { get; }

    public SagaView View => World.View("trip", "1");

    public IReadOnlyList<SagaEvent> Events => World.Events("trip", "1");

    public Shop Shop(string name)
    {
        if (!_shops.TryGetValue(name, out var shop))
            _shops.Add(name, shop = new Shop());
        return shop;
    }

    public IEnumerable<string> Effects => _shops.Values.SelectMany(shop => shop.Effects);

    /// <summary>Starts the trip and runs until nothing moves.</summary>
    public SagaView Run()
    {
        _ = World.StartAsync("trip", "1", new Trip("Ada"));
        World.Run(SagaSimulation.Limit);
        World.CheckHistories();
        return View;
    }

    /// <summary>Starts the trip and lets a time pass.</summary>
    public SagaView Start(TimeSpan time)
    {
        _ = World.StartAsync("trip", "1", new Trip("Ada"));
        World.Pass(time);
        return View;
    }

    /// <summary>Does something to the trip and lets a time pass.</summary>
    public SagaView Do(Func<ISagaGrain, Task> act, TimeSpan time = default)
    {
        _ = World.DoAsync("trip", "1", TimeSpan.Zero, act);
        World.Pass(time);
        return View;
    }
}

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>A clock that began at noon, so that no test sees the day change. Time passes in it as everywhere.</summary>
public sealed class NoonTime : TimeProvider
{
    private readonly TimeSpan _shift;

    public NoonTime()
    {
        var now = System.GetUtcNow();
        _shift = TimeSpan.FromHours(12) - now.TimeOfDay;
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _shift;
}

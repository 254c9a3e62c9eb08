namespace Orchestrix.Cluster.Tests.Support;

/// <summary>
/// A clock that began at the latest noon, so that no test sees the day change. Time passes in it as everywhere. It is
/// never fast: a silo that began an hour before the time of its own clock is one that the cluster takes for dead.
/// </summary>
public sealed class NoonTime : TimeProvider
{
    private readonly TimeSpan _shift;

    public NoonTime()
    {
        var now = System.GetUtcNow();
        var noon = TimeSpan.FromHours(12);
        _shift = noon - now.TimeOfDay - (now.TimeOfDay < noon ? TimeSpan.FromDays(1) : TimeSpan.Zero);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _shift;
}

namespace Orchestrix.TestKit.Sagas;

/// <content>Waiting, which costs no real time.</content>
public sealed partial class VirtualTime
{
    /// <summary>Completes when a time has passed in this clock.</summary>
    public Task WaitAsync(TimeSpan time) => Task.Delay(time, this);
}

namespace Orchestrix.Readiness;

/// <summary>Knows the clients that answer for themselves, such as HTTP APIs. The key is 0.</summary>
[Alias("orchestrix.client-circle")]
public interface IClientCircleGrain : IGrainWithIntegerKey
{
    /// <summary>A client is there. Repeat it: whoever has said nothing for a minute is gone.</summary>
    /// <param name="name">What evidence calls it; the same process says the same.</param>
    /// <param name="client">How it is asked.</param>
    [Alias("join")]
    Task JoinAsync(string name, IMeasuredClient client);

    /// <summary>A client goes.</summary>
    [Alias("leave")]
    Task LeaveAsync(string name);
}

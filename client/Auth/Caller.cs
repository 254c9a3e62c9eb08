using Orchestrix.Commands;

namespace Bank.Client.Auth;

/// <summary>Who makes the request that is being served.</summary>
internal static class Caller
{
    /// <summary>The actor, as it is recorded.</summary>
    /// <exception cref="InvalidOperationException">Nobody was admitted: an endpoint without a role.</exception>
    public static string Actor => CallContext.Current.Actor
        ?? throw new InvalidOperationException("The endpoint asks for no role, so that nobody is known.");
}

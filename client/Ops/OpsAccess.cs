using Bank.Client.Auth;

namespace Bank.Client.Ops;

/// <summary>Who looks at the pages, and what they may do. The one place that the pages ask.</summary>
internal static class OpsAccess
{
    /// <summary>Who acts, as it is recorded with the act; null if nobody has signed in.</summary>
    public static string? ActorOf(HttpContext context) => context.User.FindFirst(Identity.Actor)?.Value;

    /// <summary>True if acts may be offered.</summary>
    public static bool MayAct(HttpContext context) => Roles.ThatMay(Roles.Operator).Any(context.User.IsInRole);
}

namespace Bank.Client.Tenants;

/// <summary>
/// What an endpoint carries that callers of a tenant may use. Without it they are turned away.
/// </summary>
internal sealed class TenantAccess
{
    public static TenantAccess Open { get; } = new();
}

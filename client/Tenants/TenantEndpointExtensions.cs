namespace Bank.Client.Tenants;

/// <summary>Opens endpoints to callers of a tenant.</summary>
internal static class TenantEndpointExtensions
{
    /// <summary>
    /// Lets callers of a tenant use an endpoint. It finds grains and streams with <see cref="CallerKeys"/>, or asks a
    /// grain that answers with what is the caller's own.
    /// </summary>
    public static TBuilder ForTenants<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(TenantAccess.Open);
}

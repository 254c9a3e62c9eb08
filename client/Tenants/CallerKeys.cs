using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.Sagas;
using Orchestrix.Tenants;

namespace Bank.Client.Tenants;

/// <summary>
/// The one way from the ids that a caller knows to grains and streams, and back. A caller of a tenant knows ids within
/// it: whatever it writes, the key begins with its own tenant. A caller of no tenant knows whole keys.
/// </summary>
internal static class CallerKeys
{
    /// <summary>The grain that the caller knows under an id.</summary>
    public static TGrain Own<TGrain>(this IClusterClient cluster, string id) where TGrain : IGrainWithStringKey =>
        cluster.GetGrain<TGrain>(KeyOf(id));

    /// <summary>The grain of a saga whose stream the caller may know.</summary>
    public static ISagaGrain Saga(this IClusterClient cluster, StreamId saga) =>
        cluster.GetGrain<ISagaGrain>(GrainId.Create(saga.GrainType, saga.Key));

    /// <summary>The key of what the caller knows under an id.</summary>
    public static string KeyOf(string id) => TenantKey.For(CallContext.Tenant, id);

    /// <summary>What the caller knows a key by.</summary>
    public static string IdOf(string key) => CallContext.Tenant is null ? key : TenantKey.IdOf(key);

    /// <summary>An id without the tenant that only a caller of no tenant may give with it.</summary>
    public static string Unqualified(string id) => CallContext.Tenant is null ? TenantKey.IdOf(id) : id;

    /// <summary>The stream of what the caller knows under an id.</summary>
    /// <exception cref="ArgumentException">Type and id name no stream.</exception>
    public static StreamId StreamOf(string type, string id) => StreamId.For(type, KeyOf(id));

    /// <summary>What the caller knows a stream by.</summary>
    public static string NameOf(StreamId stream) =>
        CallContext.Tenant is null ? stream.Value : $"{stream.GrainType}/{TenantKey.IdOf(stream.Key)}";

    /// <summary>
    /// What the ids of streams begin with whose names, as the caller knows them, begin with <paramref name="name"/>.
    /// Without a slash it is the beginning of a type, which says nothing about tenants.
    /// </summary>
    public static string? BeginningOf(string? name)
    {
        var slash = name?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return CallContext.Tenant is { } tenant && slash >= 0
            ? $"{name![..(slash + 1)]}{TenantKey.PrefixOf(tenant)}{name[(slash + 1)..]}"
            : name;
    }
}

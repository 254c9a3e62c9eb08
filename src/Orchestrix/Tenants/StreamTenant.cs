using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Tenants;

/// <summary>
/// Keeps calls of a tenant to its own streams, whatever the way by which they came. A call in nobody's name is one of
/// the whole installation, or of the runtime itself.
/// </summary>
internal static class StreamTenant
{
    /// <summary>True if the present call may see a stream.</summary>
    public static bool IsOfCaller(StreamId stream) =>
        CallContext.Tenant is not { } tenant || stream.IsOf(tenant);

    /// <summary>Refuses the present call if the stream is not its tenant's.</summary>
    /// <exception cref="TenantMismatchException">It is not.</exception>
    public static void Check(StreamId stream)
    {
        if (CallContext.Tenant is { } tenant && !stream.IsOf(tenant))
            throw new TenantMismatchException(stream, tenant);
    }

    /// <summary>The commit as it is recorded: its events are of the stream's tenant, whoever caused them.</summary>
    /// <exception cref="TenantMismatchException">It was made in the name of another one.</exception>
    public static Commit Recorded(Commit commit)
    {
        var (stream, tenant) = (commit.Stream, commit.Metadata.Tenant);
        if (tenant is not null)
            return stream.IsOf(tenant) ? commit : throw new TenantMismatchException(stream, tenant);
        return stream.Tenant is { } owner
            ? commit with { Metadata = commit.Metadata with { Tenant = owner } }
            : commit;
    }
}

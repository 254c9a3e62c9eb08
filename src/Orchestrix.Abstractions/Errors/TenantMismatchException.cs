using Orchestrix.Events;

namespace Orchestrix.Errors;

/// <summary>
/// A call in the name of a tenant reached a stream that is not this tenant's; nothing was read or written. Whoever
/// derived the key of the grain did so without <see cref="Tenants.TenantKey.For"/>.
/// </summary>
[GenerateSerializer, Alias("orchestrix.tenant-mismatch-exception")]
public sealed class TenantMismatchException : OrchestrixException
{
    /// <summary>Creates the exception for a call on <paramref name="stream"/> in the name of a tenant.</summary>
    public TenantMismatchException(StreamId stream, string tenant)
        : base(
            ErrorCodes.TenantMismatch,
            $"A {stream.GrainType} was called in the name of a tenant that it does not belong to. Nothing was read or "
            + "written; derive the key with TenantKey.For.") =>
        (Stream, Tenant) = (stream, tenant);

    /// <summary>The stream.</summary>
    [Id(0)]
    public StreamId Stream { get; private set; }

    /// <summary>The tenant in whose name the call was made.</summary>
    [Id(1)]
    public string Tenant { get; private set; }
}

using Microsoft.Extensions.Compliance.Classification;
using Orchestrix.Observability.Logging;

namespace Bank.Client.Auth;

/// <summary>Where a caller is. Logs have a hash of it: one caller is told from many, and nobody is named.</summary>
[Hashed]
internal sealed record CallerAddress(string Address)
{
    public static CallerAddress Of(HttpContext context) =>
        new(context.Connection.RemoteIpAddress?.ToString() ?? "unknown");

    public override string ToString() => Address;

    private sealed class HashedAttribute() : DataClassificationAttribute(DataClasses.Identifier);
}

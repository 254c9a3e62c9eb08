namespace Orchestrix.Security.ClusterTls;

/// <summary>Between whom a connection is, seen from this program.</summary>
public enum ConnectionKind
{
    /// <summary>Another silo has connected to this one.</summary>
    SiloInbound,

    /// <summary>This silo has connected to another.</summary>
    SiloOutbound,

    /// <summary>A client has connected to this silo.</summary>
    GatewayInbound,

    /// <summary>This client has connected to a silo.</summary>
    ClientOutbound,
}

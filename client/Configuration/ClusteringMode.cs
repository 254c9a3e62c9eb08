namespace Bank.Client.Configuration;

/// <summary>How the client finds the silos' gateways.</summary>
public enum ClusteringMode
{
    /// <summary>One silo on this machine: for development.</summary>
    Localhost,

    /// <summary>A fixed list of gateways.</summary>
    Static,

    /// <summary>The membership table in PostgreSQL, which the silos keep.</summary>
    PostgreSQL,
}

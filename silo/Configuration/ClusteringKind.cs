namespace Bank.Silo.Configuration;

/// <summary>How silos find each other.</summary>
public enum ClusteringKind
{
    /// <summary>One silo on this machine, membership in memory.</summary>
    Localhost,

    /// <summary>Any number of silos, membership in PostgreSQL.</summary>
    PostgreSQL,
}

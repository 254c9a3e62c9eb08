namespace Bank.Silo.Configuration;

/// <summary>Where events are kept.</summary>
public enum StoreKind
{
    /// <summary>In PostgreSQL.</summary>
    PostgreSQL,

    /// <summary>In this process's memory; refused in Production.</summary>
    InMemory,
}

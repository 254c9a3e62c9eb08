namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>What a starting silo does about the schema.</summary>
public enum SchemaStart
{
    /// <summary>Applies what is missing, under a lock, so that many silos may start at once.</summary>
    Migrate,

    /// <summary>Refuses to start unless the schema fits; for roles that must not change it.</summary>
    Verify,
}

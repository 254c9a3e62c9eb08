namespace Orchestrix.Errors;

/// <summary>
/// The stable codes of the failures that this library reports. They appear in problem details, in logs and as metric
/// labels; a published code never changes its meaning.
/// </summary>
public static class ErrorCodes
{
    /// <summary>The stream has moved on. Read it again, decide again.</summary>
    public const string Concurrency = "orchestrix.concurrency";

    /// <summary>Whether the events were stored is not known. Repeat with the same command id.</summary>
    public const string UncertainOutcome = "orchestrix.uncertain-outcome";

    /// <summary>The store cannot be reached; nothing was written. Try again later.</summary>
    public const string StoreUnavailable = "orchestrix.store-unavailable";

    /// <summary>Too many appends are waiting; nothing was written. Try again later.</summary>
    public const string Overloaded = "orchestrix.overloaded";

    /// <summary>The store refused the content of a commit; nothing was written.</summary>
    public const string CommitRejected = "orchestrix.commit-rejected";

    /// <summary>The disk of the store is full; nothing was written. Free space; nothing needs a restart.</summary>
    public const string StoreFull = "orchestrix.store-full";

    /// <summary>The store found its own data or an index damaged; an append that met it has written nothing.</summary>
    public const string StoreDamaged = "orchestrix.store-damaged";

    /// <summary>The store refused the credentials or the privileges of this program.</summary>
    public const string StoreAccessDenied = "orchestrix.store-access-denied";

    /// <summary>The store did not prove who it is; nothing was sent to it.</summary>
    public const string StoreUntrusted = "orchestrix.store-untrusted";

    /// <summary>The store's schema and this program do not fit together.</summary>
    public const string SchemaMismatch = "orchestrix.schema-mismatch";

    /// <summary>A limit of <see cref="Events.EventStoreLimits"/> was exceeded; nothing was written.</summary>
    public const string LimitExceeded = "orchestrix.limit-exceeded";

    /// <summary>A command id came back with another content.</summary>
    public const string CommandIdReused = "orchestrix.command-id-reused";

    /// <summary>A call in the name of a tenant reached a stream of another one; nothing was read or written.</summary>
    public const string TenantMismatch = "orchestrix.tenant-mismatch";

    /// <summary>An event in the log has a type or schema version that this program does not know.</summary>
    public const string UnknownEventType = "orchestrix.unknown-event-type";

    /// <summary>An event in the log cannot be read as its type.</summary>
    public const string CorruptEvent = "orchestrix.corrupt-event";

    /// <summary>An event cannot be stored as it is: it has no name, or its content is not representable in
    /// JSON.</summary>
    public const string UnserializableEvent = "orchestrix.unserializable-event";

    /// <summary>Folding an event into the state threw; nothing was written.</summary>
    public const string FoldFailed = "orchestrix.fold-failed";

    /// <summary>A position of the log is missing or out of order; nothing is read beyond it.</summary>
    public const string LogIntegrity = "orchestrix.log-integrity";

    /// <summary>A subscription stands still at an event that cannot be handled, until a person acts.</summary>
    public const string SubscriptionStopped = "orchestrix.subscription-stopped";

    /// <summary>Another owner reads for the partition of a subscription; nothing was recorded.</summary>
    public const string SubscriptionFenced = "orchestrix.subscription-fenced";

    /// <summary>
    /// A subscription's checkpoint does not fit the log or the definition; nothing is read until it is reset.
    /// </summary>
    public const string CheckpointMismatch = "orchestrix.checkpoint-mismatch";

    /// <summary>An event cannot be folded into a projection; the projection stands still before it.</summary>
    public const string ProjectionFailed = "orchestrix.projection-failed";

    /// <summary>The table of a projection is not the one that the program expects; nothing is written to it.</summary>
    public const string ProjectionAltered = "orchestrix.projection-altered";

    /// <summary>Another generation or version of the projection has become the active one.</summary>
    public const string ProjectionReplaced = "orchestrix.projection-replaced";

    /// <summary>A projection did not reach the position that a query asked for in time. Try again later.</summary>
    public const string ProjectionBehind = "orchestrix.projection-behind";

    /// <summary>No programs of a database server are installed on this machine; nothing was started.</summary>
    public const string ServerNotInstalled = "orchestrix.server-not-installed";

    /// <summary>The event types, upcasters or grains are registered in a way that cannot work.</summary>
    public const string InvalidConfiguration = "orchestrix.invalid-configuration";
}

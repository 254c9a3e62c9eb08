namespace Orchestrix.Snapshots;

/// <summary>Why a snapshot was passed over; values of the tag <c>reason</c>.</summary>
internal static class SnapshotDoubt
{
    /// <summary>The log does not hold its event at its version.</summary>
    public const string OtherLog = "other-log";

    /// <summary>It is of another state type.</summary>
    public const string StateName = "state-name";

    /// <summary>It is of another schema version.</summary>
    public const string SchemaVersion = "schema-version";

    /// <summary>The state type was changed and its schema version was not.</summary>
    public const string Shape = "shape";

    /// <summary>Its bytes are not those that were written.</summary>
    public const string Checksum = "checksum";

    /// <summary>Its bytes are not a state.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The events behind it cannot be folded on it.</summary>
    public const string Tail = "tail";

    /// <summary>The store could not read it, or not in time.</summary>
    public const string StoreFailed = "store-failed";

    /// <summary>True for what happens with every new version of a program.</summary>
    public static bool IsExpected(string doubt) => doubt is StateName or SchemaVersion or Shape;
}

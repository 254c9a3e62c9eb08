namespace Orchestrix.Cluster.Tests.SharedLog;

/// <summary>What is certain after an attempt.</summary>
internal enum Outcome
{
    /// <summary>The command is in the log, exactly where the answer says.</summary>
    Acknowledged,

    /// <summary>The domain said no; this attempt wrote nothing.</summary>
    Refused,

    /// <summary>Somebody else was faster; this attempt wrote nothing.</summary>
    Conflict,

    /// <summary>The store said that this attempt wrote nothing.</summary>
    NotWritten,

    /// <summary>The command may be in the log, or get there yet.</summary>
    Unknown,
}

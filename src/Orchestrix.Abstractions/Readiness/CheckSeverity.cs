namespace Orchestrix.Readiness;

/// <summary>What can happen while a check fails. It orders the work; every failed check fails a run.</summary>
public enum CheckSeverity
{
    /// <summary>Acknowledged events can be lost or falsified, or strangers can read and write.</summary>
    Critical,

    /// <summary>The installation can come to a halt, or nobody would notice that it has.</summary>
    Major,

    /// <summary>It gets slower, or harder to operate.</summary>
    Minor,
}

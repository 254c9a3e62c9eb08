using System.Reflection;
using Orchestrix.Errors;

namespace Orchestrix.Snapshots;

/// <summary>When a snapshot of a state type is taken, as its attribute says.</summary>
internal sealed record SnapshotPolicy(int SchemaVersion, int Every, int AfterReplayOf)
{
    /// <summary>The policy of a state type, or null if it carries no attribute.</summary>
    /// <exception cref="ConfigurationException">A value of the attribute makes no sense.</exception>
    public static SnapshotPolicy? Of(Type state)
    {
        if (state.GetCustomAttribute<SnapshotAttribute>(inherit: false) is not { } attribute)
            return null;
        if (attribute.SchemaVersion < 1)
            throw new ConfigurationException($"[Snapshot] of {state} has a schema version below 1.");
        if (attribute.Every < 0 || attribute.AfterReplayOf < 0)
            throw new ConfigurationException($"[Snapshot] of {state} has a number of events below 0.");
        if (attribute is { Every: 0, AfterReplayOf: 0 })
        {
            throw new ConfigurationException(
                $"[Snapshot] of {state} would never take one; remove it, or set Every or AfterReplayOf.");
        }
        return new SnapshotPolicy(attribute.SchemaVersion, attribute.Every, attribute.AfterReplayOf);
    }

    /// <summary>True if a multiple of <see cref="Every"/> lies behind <paramref name="before"/> and not behind
    /// <paramref name="after"/>.</summary>
    public bool IsDueAfterAppend(long before, long after) => Every > 0 && before / Every != after / Every;

    public bool IsDueAfterReplay(long folded) => AfterReplayOf > 0 && folded >= AfterReplayOf;

    /// <summary>True if a load has folded so many events that there should have been a later snapshot.</summary>
    public bool IsMissing(long folded) => folded >= (Every > 0 ? Every : AfterReplayOf);
}

using System.IO.Hashing;
using System.Text;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.EventStore;

namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>
/// Checks that the lines of a file are a log: what the store guarantees of every log, it must find in this one. Memory
/// grows with the number of streams and commits, by some 50 bytes for each.
/// </summary>
internal sealed class ImportCheck
{
    // Hashes of 128 bits instead of texts: that two of a million million differ only by chance has odds of 1 in 10^14.
    private readonly Dictionary<UInt128, long> _versions = [];
    private readonly HashSet<UInt128> _commands = [];
    private readonly List<ImportedEvent> _commit = [];
    private DateTimeOffset _recordedAt = DateTimeOffset.MinValue;
    private long _position;
    private long _bytes;

    /// <summary>Number of events checked.</summary>
    public long Events => _position;

    /// <summary>Number of whole commits.</summary>
    public long Commits => _commands.Count;

    /// <summary>Number of streams.</summary>
    public long Streams => _versions.Count;

    /// <summary>Takes the next event.</summary>
    /// <returns>The whole commit if this was its last event, else null. Valid until the next call.</returns>
    /// <exception cref="ImportException">It does not follow from the ones before it.</exception>
    public IReadOnlyList<ImportedEvent>? Add(ImportedEvent next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (_commit.Count > 0 && _commit.Count == _commit[0].Event.CommitSize)
        {
            _commit.Clear();
            _bytes = 0;
        }
        CheckOrder(next);
        CheckCommit(next);
        CheckSize(next);
        _commit.Add(next);
        _position = next.Event.Position;
        _recordedAt = next.Event.RecordedAt;
        if (_commit.Count < next.Event.CommitSize)
            return null;
        CheckCommand(_commit[0]);
        CheckRules(_commit[0]);
        return _commit;
    }

    /// <summary>Checks that the last commit is whole.</summary>
    /// <exception cref="ImportException">The file ends within a commit, or holds none.</exception>
    public void Complete()
    {
        if (_commit.Count == 0)
            throw new ImportException("The file holds no event.");
        var (last, size) = (_commit[^1], _commit[0].Event.CommitSize);
        if (_commit.Count < size)
        {
            throw new ImportException(
                last.Line, $"the file ends within a commit: event {_commit.Count} of {size} is the last one.");
        }
    }

    private void CheckOrder(ImportedEvent next)
    {
        var recorded = next.Event;
        if (recorded.Position != _position + 1)
        {
            throw Wrong(next, $"position is {recorded.Position}, expected {_position + 1}. An import takes a whole log "
                + "from position 1; an export with --from, --type or --stream cannot be imported.");
        }
        if (recorded.RecordedAt < _recordedAt)
            throw Wrong(next, "time is earlier than that of the line before.");
        var stream = Hash(recorded.Stream.Value);
        var version = _versions.GetValueOrDefault(stream);
        if (recorded.Version != version + 1)
        {
            throw Wrong(next, $"streamversion is {recorded.Version}, expected {version + 1} of this stream.");
        }
        _versions[stream] = recorded.Version;
    }

    private void CheckCommit(ImportedEvent next)
    {
        var recorded = next.Event;
        if (recorded.CommitIndex >= recorded.CommitSize)
            throw Wrong(next, "commitindex is not below commitsize.");
        if (recorded.CommitIndex != _commit.Count)
        {
            throw Wrong(next, $"commitindex is {recorded.CommitIndex}, expected {_commit.Count}"
                + (_commit.Count == 0 ? "." : $": the commit that began at line {_commit[0].Line} is not whole."));
        }
        if (_commit.Count == 0)
            return;
        if (next.Fingerprint is not null)
            throw Wrong(next, "only the first event of a commit has a fingerprint.");
        var first = _commit[0];
        if (Shared(recorded) != Shared(first.Event))
        {
            throw Wrong(next, "subject, time, commitid, commitsize, commandid or metadata differ from those of the "
                + $"commit that began at line {first.Line}.");
        }
    }

    private void CheckSize(ImportedEvent next)
    {
        if (next.Event.Json.Length > EventStoreLimits.MaxEventBytes)
            throw Wrong(next, $"data has more than {EventStoreLimits.MaxEventBytes} bytes.");
        _bytes += next.Event.Json.Length;
        if (_bytes > EventStoreLimits.MaxCommitBytes)
            throw Wrong(next, $"the data of this commit has more than {EventStoreLimits.MaxCommitBytes} bytes.");
    }

    /// <summary>A commit is found again by its command id, or by its own id if the caller chose none.</summary>
    private void CheckCommand(ImportedEvent first)
    {
        var recorded = first.Event;
        var key = recorded.CommandId is { } command ? $"{recorded.Stream}\0c{command}"
            : $"{recorded.Stream}\0i{recorded.CommitId}";
        if (_commands.Add(Hash(key)))
            return;
        throw Wrong(first, recorded.CommandId is null
            ? "its stream has an earlier commit with the same commitid."
            : "its stream has an earlier commit with the same commandid.");
    }

    /// <summary>The rules that every append is checked by.</summary>
    private void CheckRules(ImportedEvent first)
    {
        var recorded = first.Event;
        var commit = new Commit
        {
            Stream = recorded.Stream,
            ExpectedVersion = ExpectedVersion.Exactly(recorded.Version - 1),
            CommitId = recorded.CommitId,
            CommandId = recorded.CommandId,
            CommandFingerprint = first.Fingerprint,
            Metadata = recorded.Metadata,
            Events = [.. _commit.Select(static one => new EventData(
                one.Event.EventId, one.Event.EventType, one.Event.SchemaVersion, one.Event.Json))],
        };
        try
        {
            CommitRules.Check(commit);
        }
        catch (Exception exception) when (exception is ArgumentException or StoreLimitExceededException)
        {
            throw new ImportException(first.Line, Reasons.Of(exception), exception);
        }
    }

    private static (StreamId, Guid, int, string?, EventMetadata, DateTimeOffset) Shared(RecordedEvent recorded) => (
        recorded.Stream, recorded.CommitId, recorded.CommitSize, recorded.CommandId, recorded.Metadata,
        recorded.RecordedAt);

    private static UInt128 Hash(string text)
    {
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(1000)];
        return XxHash128.HashToUInt128(
            Encoding.UTF8.TryGetBytes(text, bytes, out var length) ? bytes[..length] : Encoding.UTF8.GetBytes(text));
    }

    private static ImportException Wrong(ImportedEvent next, string message) => new(next.Line, message);
}

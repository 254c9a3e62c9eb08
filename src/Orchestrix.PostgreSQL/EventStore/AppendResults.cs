using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>Reads the answer of <c>append_commits</c>, and checks it before anyone is told.</summary>
internal static class AppendResults
{
    public static async Task<IReadOnlyList<AppendResult>> ReadAsync(
        NpgsqlDataReader reader, IReadOnlyList<Commit> commits, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            throw new InvalidOperationException("append_commits returned no row.");
        var (basePosition, recordedAt) = (reader.GetInt64(0), Utc(reader.GetDateTime(1)));
        var results = reader.IsDBNull(2) ? AllAppended(commits, basePosition, recordedAt) : Judged(reader, commits);
        for (var index = 0; index < results.Length; index++)
            Check(results[index], commits[index]);
        return results;
    }

    /// <summary>
    /// A commit was sent more than once, and now conflicts with a stream that has not come as far as the commit
    /// expects. That does not settle the fate of the earlier attempt: it may still be on its way and fit later, or it
    /// was stored by a server that this one has replaced without having all of its events.
    /// </summary>
    /// <exception cref="UncertainOutcomeException">There is such a commit.</exception>
    public static void ThrowIfUnsettled(IReadOnlyList<AppendResult> results, IReadOnlyList<Commit> commits)
    {
        for (var index = 0; index < results.Count; index++)
        {
            var (result, commit) = (results[index], commits[index]);
            if (result.Status == AppendStatus.Conflict && result.StreamVersion < commit.ExpectedVersion.Value)
            {
                throw new UncertainOutcomeException(commit.Stream, commit.CommitId, new InvalidOperationException(
                    $"The stream is at version {result.StreamVersion}, behind {commit.ExpectedVersion}, on which the "
                    + "commit was decided. Does this server lack events that another one has acknowledged?"));
            }
        }
    }

    /// <summary>Every commit won: what became of each follows from where the log ended before.</summary>
    private static AppendResult[] AllAppended(
        IReadOnlyList<Commit> commits, long basePosition, DateTimeOffset recordedAt)
    {
        var results = new AppendResult[commits.Count];
        var position = basePosition;
        for (var index = 0; index < results.Length; index++)
        {
            var commit = commits[index];
            position += commit.Events.Count;
            var version = commit.ExpectedVersion.Value + commit.Events.Count;
            results[index] = new AppendResult
            {
                Status = AppendStatus.Appended,
                Stream = commit.Stream,
                StreamVersion = version,
                FirstVersion = commit.ExpectedVersion.Value + 1,
                LastVersion = version,
                LastPosition = position,
                CommitId = commit.CommitId,
                CommandFingerprint = commit.CommandFingerprint,
                RecordedAt = recordedAt,
            };
        }
        return results;
    }

    /// <summary>Not every commit simply won: the answer says of each what became of it.</summary>
    private static AppendResult[] Judged(NpgsqlDataReader reader, IReadOnlyList<Commit> commits)
    {
        var statuses = reader.GetFieldValue<int[]>(2);
        var heads = reader.GetFieldValue<long[]>(3);
        var firstVersions = reader.GetFieldValue<long[]>(4);
        var sizes = reader.GetFieldValue<int[]>(5);
        var lastPositions = reader.GetFieldValue<long[]>(6);
        var commitIds = reader.GetFieldValue<Guid[]>(7);
        var fingerprints = reader.GetFieldValue<long?[]>(8);
        var recorded = reader.GetFieldValue<DateTime[]>(9);
        if (statuses.Length != commits.Count)
        {
            throw new InvalidOperationException(
                $"append_commits answered {statuses.Length} of {commits.Count} commits.");
        }

        var results = new AppendResult[commits.Count];
        for (var index = 0; index < results.Length; index++)
        {
            var status = Status(statuses[index]);
            results[index] = new AppendResult
            {
                Status = status,
                Stream = commits[index].Stream,
                StreamVersion = heads[index],
                FirstVersion = firstVersions[index],
                LastVersion = status == AppendStatus.Conflict ? 0 : firstVersions[index] + sizes[index] - 1,
                LastPosition = lastPositions[index],
                CommitId = commitIds[index],
                CommandFingerprint = fingerprints[index],
                RecordedAt = Utc(recorded[index]),
            };
        }
        return results;
    }

    private static DateTimeOffset Utc(DateTime recorded) => new(recorded, TimeSpan.Zero);

    private static AppendStatus Status(int status) => status switch
    {
        0 or 3 => AppendStatus.Appended,
        1 => AppendStatus.Conflict,
        2 => AppendStatus.Duplicate,
        _ => throw new InvalidOperationException($"append_commits answered with the unknown status {status}."),
    };

    private static void Check(AppendResult result, Commit commit)
    {
        var sound = result.Status switch
        {
            AppendStatus.Appended => result.CommitId == commit.CommitId
                && result.LastVersion - result.FirstVersion + 1 == commit.Events.Count
                && (commit.ExpectedVersion.IsAny || result.FirstVersion == commit.ExpectedVersion.Value + 1),
            AppendStatus.Conflict => !commit.ExpectedVersion.IsMetBy(result.StreamVersion),
            _ => result.CommitId != commit.CommitId,
        };
        if (!sound)
        {
            throw new InvalidOperationException(
                $"append_commits contradicts itself about {commit.Stream}: {result.Status}.");
        }
    }
}

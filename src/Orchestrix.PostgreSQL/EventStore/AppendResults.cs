using Npgsql;
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
        var statuses = reader.GetFieldValue<int[]>(0);
        var heads = reader.GetFieldValue<long[]>(1);
        var firstVersions = reader.GetFieldValue<long[]>(2);
        var sizes = reader.GetFieldValue<int[]>(3);
        var lastPositions = reader.GetFieldValue<long[]>(4);
        var commitIds = reader.GetFieldValue<Guid[]>(5);
        var fingerprints = reader.GetFieldValue<long?[]>(6);
        var recorded = reader.GetFieldValue<DateTime[]>(7);
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
                RecordedAt = new DateTimeOffset(recorded[index], TimeSpan.Zero),
            };
            Check(results[index], commits[index]);
        }
        return results;
    }

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

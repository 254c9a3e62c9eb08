using Npgsql;
using NpgsqlTypes;
using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>
/// A batch as the arrays that <c>append_commits</c> takes. Made once; each attempt binds the same arrays.
/// </summary>
internal sealed class AppendParameters
{
    private readonly short _shard;
    private readonly string[] _commitStreams;
    private readonly long[] _commitExpected;
    private readonly Guid[] _commitIds;
    private readonly string?[] _commitCommands;
    private readonly long?[] _commitFingerprints;
    private readonly int[] _commitSizes;
    private readonly int[] _eventCommits;
    private readonly Guid[] _eventIds;
    private readonly string[] _eventTypes;
    private readonly int[] _eventSchemaVersions;
    private readonly string?[] _eventCorrelations;
    private readonly string?[] _eventCausations;
    private readonly string?[] _eventTraceParents;
    private readonly string?[] _eventActors;
    private readonly string?[] _eventTenants;
    private readonly byte[][] _eventData;

    public AppendParameters(short shard, IReadOnlyList<Commit> commits)
    {
        var count = commits.Count;
        var events = commits.Sum(static commit => commit.Events.Count);
        _shard = shard;
        (_commitStreams, _commitExpected, _commitIds) = (new string[count], new long[count], new Guid[count]);
        (_commitCommands, _commitFingerprints, _commitSizes) = (new string?[count], new long?[count], new int[count]);
        (_eventCommits, _eventIds) = (new int[events], new Guid[events]);
        (_eventTypes, _eventSchemaVersions) = (new string[events], new int[events]);
        (_eventCorrelations, _eventCausations) = (new string?[events], new string?[events]);
        (_eventTraceParents, _eventActors) = (new string?[events], new string?[events]);
        _eventTenants = new string?[events];
        _eventData = new byte[events][];

        var next = 0;
        for (var index = 0; index < count; index++)
            next = Add(commits[index], index, next);
    }

    public void Bind(NpgsqlCommand command)
    {
        var parameters = command.Parameters;
        parameters.Add(new NpgsqlParameter<short> { TypedValue = _shard });
        Add(parameters, _commitStreams, NpgsqlDbType.Text);
        Add(parameters, _commitExpected, NpgsqlDbType.Bigint);
        Add(parameters, _commitIds, NpgsqlDbType.Uuid);
        Add(parameters, _commitCommands, NpgsqlDbType.Text);
        Add(parameters, _commitFingerprints, NpgsqlDbType.Bigint);
        Add(parameters, _commitSizes, NpgsqlDbType.Integer);
        Add(parameters, _eventCommits, NpgsqlDbType.Integer);
        Add(parameters, _eventIds, NpgsqlDbType.Uuid);
        Add(parameters, _eventTypes, NpgsqlDbType.Text);
        Add(parameters, _eventSchemaVersions, NpgsqlDbType.Integer);
        Add(parameters, _eventCorrelations, NpgsqlDbType.Text);
        Add(parameters, _eventCausations, NpgsqlDbType.Text);
        Add(parameters, _eventTraceParents, NpgsqlDbType.Text);
        Add(parameters, _eventActors, NpgsqlDbType.Text);
        Add(parameters, _eventTenants, NpgsqlDbType.Text);
        Add(parameters, _eventData, NpgsqlDbType.Jsonb);
    }

    private static void Add<T>(NpgsqlParameterCollection parameters, T[] values, NpgsqlDbType element) =>
        parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | element });

    private int Add(Commit commit, int index, int next)
    {
        _commitStreams[index] = commit.Stream.Value;
        _commitExpected[index] = commit.ExpectedVersion.Value;
        _commitIds[index] = commit.CommitId;
        _commitCommands[index] = commit.CommandId;
        _commitFingerprints[index] = commit.CommandFingerprint;
        _commitSizes[index] = commit.Events.Count;
        for (var place = 0; place < commit.Events.Count; place++, next++)
        {
            var (data, metadata) = (commit.Events[place], commit.Metadata);
            // PostgreSQL counts array elements from 1.
            _eventCommits[next] = index + 1;
            (_eventIds[next], _eventTypes[next]) = (data.EventId, data.EventType);
            _eventSchemaVersions[next] = data.SchemaVersion;
            (_eventCorrelations[next], _eventCausations[next]) = (metadata.CorrelationId, metadata.CausationId);
            (_eventTraceParents[next], _eventActors[next]) = (metadata.TraceParent, metadata.Actor);
            _eventTenants[next] = metadata.Tenant;
            _eventData[next] = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(data.Json, out var segment)
                && segment.Offset == 0 && segment.Array!.Length == segment.Count ? segment.Array : data.Json.ToArray();
        }
        return next;
    }
}

using System.Runtime.InteropServices;
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
    private readonly string[] _streams;
    private readonly long[] _expected;
    private readonly Guid[] _commitIds;
    private readonly string?[]? _commands;
    private readonly long?[]? _fingerprints;
    private readonly int[]? _sizes;
    private readonly string?[]? _correlations;
    private readonly string?[]? _causations;
    private readonly string?[]? _traceParents;
    private readonly string?[]? _actors;
    private readonly string?[]? _tenants;
    private readonly Guid[] _eventIds;
    private readonly string[] _eventTypes;
    private readonly int[] _eventSchemaVersions;
    private readonly byte[][] _eventData;

    public AppendParameters(short shard, IReadOnlyList<Commit> commits)
    {
        _shard = shard;
        _streams = Each(commits, static commit => commit.Stream.Value);
        _expected = Each(commits, static commit => commit.ExpectedVersion.Value);
        _commitIds = Each(commits, static commit => commit.CommitId);
        _commands = AnyOf(commits, static commit => commit.CommandId);
        _fingerprints = AnyOf(commits, static commit => commit.CommandFingerprint);
        _correlations = AnyOf(commits, static commit => commit.Metadata.CorrelationId);
        _causations = AnyOf(commits, static commit => commit.Metadata.CausationId);
        _traceParents = AnyOf(commits, static commit => commit.Metadata.TraceParent);
        _actors = AnyOf(commits, static commit => commit.Metadata.Actor);
        _tenants = AnyOf(commits, static commit => commit.Metadata.Tenant);

        // Both lists are interfaces: each foreach would allocate an enumerator, one for every commit.
        var events = 0;
        for (var index = 0; index < commits.Count; index++)
            events += commits[index].Events.Count;
        _sizes = events == commits.Count ? null : Each(commits, static commit => commit.Events.Count);
        (_eventIds, _eventTypes) = (new Guid[events], new string[events]);
        (_eventSchemaVersions, _eventData) = (new int[events], new byte[events][]);
        var next = 0;
        for (var index = 0; index < commits.Count; index++)
        {
            var added = commits[index].Events;
            for (var at = 0; at < added.Count; at++)
            {
                var data = added[at];
                (_eventIds[next], _eventTypes[next]) = (data.EventId, data.EventType);
                (_eventSchemaVersions[next], _eventData[next++]) = (data.SchemaVersion, Bytes(data.Json));
            }
        }
    }

    public void Bind(NpgsqlCommand command)
    {
        var parameters = command.Parameters;
        parameters.Add(new NpgsqlParameter<short> { TypedValue = _shard });
        Add(parameters, _streams, NpgsqlDbType.Text);
        Add(parameters, _expected, NpgsqlDbType.Bigint);
        Add(parameters, _commitIds, NpgsqlDbType.Uuid);
        Add(parameters, _commands, NpgsqlDbType.Text);
        Add(parameters, _fingerprints, NpgsqlDbType.Bigint);
        Add(parameters, _sizes, NpgsqlDbType.Integer);
        Add(parameters, _correlations, NpgsqlDbType.Text);
        Add(parameters, _causations, NpgsqlDbType.Text);
        Add(parameters, _traceParents, NpgsqlDbType.Text);
        Add(parameters, _actors, NpgsqlDbType.Text);
        Add(parameters, _tenants, NpgsqlDbType.Text);
        Add(parameters, _eventIds, NpgsqlDbType.Uuid);
        Add(parameters, _eventTypes, NpgsqlDbType.Text);
        Add(parameters, _eventSchemaVersions, NpgsqlDbType.Integer);
        Add(parameters, _eventData, NpgsqlDbType.Jsonb);
    }

    private static void Add<T>(NpgsqlParameterCollection parameters, T[]? values, NpgsqlDbType element) =>
        parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | element });

    private static T[] Each<T>(IReadOnlyList<Commit> commits, Func<Commit, T> select)
    {
        var values = new T[commits.Count];
        for (var index = 0; index < values.Length; index++)
            values[index] = select(commits[index]);
        return values;
    }

    /// <summary>Null if all values are: most commits leave most of their metadata out.</summary>
    private static T?[]? AnyOf<T>(IReadOnlyList<Commit> commits, Func<Commit, T?> select)
    {
        T?[]? values = null;
        for (var index = 0; index < commits.Count; index++)
        {
            if (select(commits[index]) is { } value)
                (values ??= new T?[commits.Count])[index] = value;
        }
        return values;
    }

    private static byte[] Bytes(ReadOnlyMemory<byte> json) =>
        MemoryMarshal.TryGetArray(json, out var segment) && segment.Offset == 0
            && segment.Array!.Length == segment.Count ? segment.Array : json.ToArray();
}

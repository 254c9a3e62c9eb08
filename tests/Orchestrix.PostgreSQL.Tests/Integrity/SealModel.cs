using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Orchestrix.PostgreSQL.Tests.Integrity;

/// <summary>
/// Computes what the hash of a log should be from its columns, by the description in <c>log-integrity.md</c> and with
/// nothing of the product: PostgreSQL's binary format of a record is written here by hand.
/// </summary>
internal static class SealModel
{
    private const string Read = """
        select shard, version, (extract(epoch from recorded_at - '2000-01-01Z'::timestamptz) * 1000000)::bigint,
            command_fingerprint, event_id, commit_id, schema_version, commit_index, commit_size, stream_id, event_type,
            command_id, correlation_id, causation_id, trace_parent, actor, tenant, data::text
        from orchestrix.events where position between $1 and $2 order by position
        """;

    // https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat
    private static readonly int[] _types =
        [21, 20, 1184, 20, 2950, 2950, 21, 21, 21, 25, 25, 25, 25, 25, 25, 25, 25, 3802];

    public static async Task<byte[]> HashAsync(TestDatabase database, byte[] previous, long first, long last)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(Number(first, 8));
        await using var command = database.Owner.CreateCommand(Read);
        command.Parameters.Add(new NpgsqlParameter { Value = first });
        command.Parameters.Add(new NpgsqlParameter { Value = last });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            hash.AppendData(SHA256.HashData(Record(reader)));
        return hash.GetHashAndReset();
    }

    private static byte[] Record(NpgsqlDataReader reader)
    {
        using var bytes = new MemoryStream();
        bytes.Write(Number(_types.Length, 4));
        for (var column = 0; column < _types.Length; column++)
        {
            bytes.Write(Number(_types[column], 4));
            var value = reader.IsDBNull(column) ? null : Value(_types[column], reader.GetValue(column));
            bytes.Write(Number(value?.Length ?? -1, 4));
            bytes.Write(value ?? []);
        }
        return bytes.ToArray();
    }

    private static byte[] Value(int type, object value) => (type, value) switch
    {
        (21, short number) => Number(number, 2),
        (20 or 1184, long number) => Number(number, 8),
        (2950, Guid id) => id.ToByteArray(bigEndian: true),
        (25, string text) => Encoding.UTF8.GetBytes(text),
        (3802, string json) => [1, .. Encoding.UTF8.GetBytes(json)],
        _ => throw new InvalidOperationException($"{type}"),
    };

    private static byte[] Number(long number, int bytes)
    {
        var eight = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(eight, number);
        return eight[^bytes..];
    }
}

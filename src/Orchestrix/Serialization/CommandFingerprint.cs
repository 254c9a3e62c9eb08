using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestrix.Commands;

namespace Orchestrix.Serialization;

/// <summary>
/// Hashes the content of a command, without its id and expected version, so that an id that is reused for another
/// command is found out. The hash must be the same after years: properties are taken in order of their names and nulls
/// are left out, so that moving a property or adding an optional one changes nothing.
/// </summary>
internal static class CommandFingerprint
{
    private static readonly JsonSerializerOptions Options =
        EventJson.CreateOptions([new DefaultJsonTypeInfoResolver { Modifiers = { SortProperties } }]);

    private static readonly ConcurrentDictionary<Type, long> Seeds = new();

    [ThreadStatic]
    private static Scratch? _scratch;

    /// <summary>The fingerprint under the command's <c>[Alias]</c>, which outlives the class name.</summary>
    public static long Of(Command command) =>
        Of(command, Seeds.GetOrAdd(command.GetType(), static type => Seed(NameOf(type))));

    /// <summary>The fingerprint that the command has under another name.</summary>
    public static long Of(Command command, string name) => Of(command, Seed(name));

    private static long Of(Command command, long seed)
    {
        // Taken away while in use: should writing fail half-way, or a property ask for a fingerprint, no other gets it.
        var scratch = _scratch ?? new Scratch();
        _scratch = null;
        JsonSerializer.Serialize(scratch.Writer, command, Options.GetTypeInfo(command.GetType()));
        var hash = (long)XxHash64.HashToUInt64(scratch.Buffer.WrittenSpan, seed);
        scratch.Clear();
        if (scratch.Buffer.Capacity <= Scratch.MaxKeptBytes)
            _scratch = scratch;
        return hash;
    }

    private static long Seed(string name) => (long)XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(name));

    private static string NameOf(Type type) =>
        type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias ?? type.FullName ?? type.Name;

    private static void SortProperties(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        var sorted = type.Properties.OrderBy(property => property.Name, StringComparer.Ordinal).ToArray();
        type.Properties.Clear();
        foreach (var property in sorted)
            type.Properties.Add(property);
    }

    /// <summary>The JSON is only hashed, so a thread writes all of it into the same bytes.</summary>
    private sealed class Scratch
    {
        public const int MaxKeptBytes = 64 * 1024;

        public Scratch() => Writer = new Utf8JsonWriter(
            Buffer, new JsonWriterOptions { Encoder = Options.Encoder, SkipValidation = true });

        public ArrayBufferWriter<byte> Buffer { get; } = new();

        public Utf8JsonWriter Writer { get; }

        public void Clear()
        {
            Writer.Reset();
            Buffer.ResetWrittenCount();
        }
    }
}

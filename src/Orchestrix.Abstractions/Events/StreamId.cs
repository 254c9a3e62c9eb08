using System.Text;
using Orchestrix.Tenants;

namespace Orchestrix.Events;

/// <summary>
/// Names the stream of one aggregate: <c>{grain type}/{key}</c>. The grain type comes from an explicit
/// <c>[GrainType]</c>, so that renaming a class never orphans its events.
/// </summary>
/// <remarks>Compared ordinally. At most <see cref="MaxLength"/> characters, none of them a control character.</remarks>
[GenerateSerializer, Immutable, Alias("orchestrix.stream-id")]
public readonly record struct StreamId
{
    /// <summary>Longest permitted identifier, in UTF-16 characters.</summary>
    public const int MaxLength = 400;

    private const char Separator = '/';

    [Id(0)]
    private readonly string? _value;

    private StreamId(string value) => _value = value;

    /// <summary>The whole identifier, <c>{grain type}/{key}</c>.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(StreamId)</c>, which names no stream.</exception>
    public string Value => _value
        ?? throw new InvalidOperationException(
            "default(StreamId) names no stream; use StreamId.For or StreamId.Parse.");

    /// <summary>The part before the first slash.</summary>
    public string GrainType => Value[..Value.IndexOf(Separator, StringComparison.Ordinal)];

    /// <summary>The part after the first slash; it may itself contain slashes.</summary>
    public string Key => Value[(Value.IndexOf(Separator, StringComparison.Ordinal) + 1)..];

    /// <summary>The tenant that the key begins with; null if the stream belongs to none.</summary>
    public string? Tenant
    {
        get
        {
            var key = Value.AsSpan()[(Value.IndexOf(Separator, StringComparison.Ordinal) + 1)..];
            return TenantKey.LengthOfTenant(key) is > 0 and var length ? key[..length].ToString() : null;
        }
    }

    /// <summary>Builds the identifier of the aggregate <paramref name="key"/> of type
    /// <paramref name="grainType"/>.</summary>
    /// <exception cref="ArgumentException">A part is empty, too long, or holds a control character.</exception>
    public static StreamId For(string grainType, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(grainType);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (grainType.Contains(Separator, StringComparison.Ordinal))
        {
            throw new ArgumentException(
                "A grain type holds no slash; it separates the type from the key.", nameof(grainType));
        }
        return Parse($"{grainType}{Separator}{key}");
    }

    /// <summary>Reads an identifier of the form <c>{grain type}/{key}</c>.</summary>
    /// <exception cref="ArgumentException">The text is not such an identifier; the message says why.</exception>
    public static StreamId Parse(string value) =>
        Fault(value) is { } fault ? throw new ArgumentException(fault, nameof(value)) : new StreamId(value);

    /// <summary>Reads an identifier; returns false instead of throwing.</summary>
    public static bool TryParse(string? value, out StreamId stream)
    {
        stream = value is not null && Fault(value) is null ? new StreamId(value) : default;
        return stream != default;
    }

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";

    /// <summary>True if the stream belongs to <paramref name="tenant"/>. Allocates nothing.</summary>
    internal bool IsOf(string tenant)
    {
        var key = Value.AsSpan()[(Value.IndexOf(Separator, StringComparison.Ordinal) + 1)..];
        return TenantKey.LengthOfTenant(key) == tenant.Length && key.StartsWith(tenant, StringComparison.Ordinal);
    }

    private static string? Fault(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return "A stream id is not empty.";
        if (value.Length > MaxLength)
            return $"A stream id has at most {MaxLength} characters; this one has {value.Length}.";
        var slash = value.IndexOf(Separator, StringComparison.Ordinal);
        if (slash <= 0 || slash == value.Length - 1)
            return "A stream id has the form {grain type}/{key}.";
        // Nearly every identifier is of these characters, and they are found in one sweep.
        if (!value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return null;
        // UTF-8 cannot hold it: the store would fail, or another stream would be meant.
        if (!IsWellFormed(value))
            return "A stream id holds no half of a surrogate pair.";
        foreach (var character in value)
        {
            if (char.IsControl(character))
                return "A stream id holds no control characters.";
        }
        return null;
    }

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != System.Buffers.OperationStatus.Done)
                return false;
            text = text[length..];
        }
        return true;
    }
}

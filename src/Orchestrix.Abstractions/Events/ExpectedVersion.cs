using System.Globalization;

namespace Orchestrix.Events;

/// <summary>
/// What an append requires of the stream it extends. A version is the number of events in the stream; the first event
/// has version 1, and version 0 means that the stream does not exist.
/// </summary>
[GenerateSerializer, Immutable, Alias("orchestrix.expected-version")]
public readonly record struct ExpectedVersion
{
    private const long AnyValue = -1;

    [Id(0)]
    private readonly long _value;

    private ExpectedVersion(long value) => _value = value;

    /// <summary>Appends whatever the version is. The caller gives up protection against stale decisions.</summary>
    public static ExpectedVersion Any { get; } = new(AnyValue);

    /// <summary>The stream must not exist yet; the same as <c>Exactly(0)</c>, and the default value.</summary>
    public static ExpectedVersion NoStream { get; }

    /// <summary>True if every version is accepted.</summary>
    public bool IsAny => _value == AnyValue;

    /// <summary>The required version, or -1 for <see cref="Any"/>: the value that stores exchange with their
    /// database.</summary>
    public long Value => _value;

    /// <summary>The stream must hold exactly <paramref name="version"/> events.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is negative.</exception>
    public static ExpectedVersion Exactly(long version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        return new ExpectedVersion(version);
    }

    /// <summary>True if a stream at <paramref name="actualVersion"/> meets the requirement.</summary>
    public bool IsMetBy(long actualVersion) => IsAny || _value == actualVersion;

    /// <inheritdoc/>
    public override string ToString() => IsAny ? "any" : _value.ToString(CultureInfo.InvariantCulture);
}

using Orchestrix.Events;

namespace Orchestrix.TestKit.Conformance;

/// <summary>Holds one of every kind of value that an event may hold.</summary>
[EventType("conformance.all-types")]
public sealed record AllTypesEvent(
    bool Flag,
    int Count,
    long Total,
    ulong Mask,
    decimal Money,
    double Ratio,
    string Text,
    char Letter,
    Guid Id,
    DateTime Moment,
    DateTimeOffset Instant,
    DateOnly Day,
    TimeOnly Time,
    TimeSpan Duration,
    Uri Link,
    AllTypesEvent.Colour Kind,
    AllTypesEvent.Part Nested,
    IReadOnlyList<AllTypesEvent.Part> Parts,
    IReadOnlyDictionary<string, decimal> Amounts,
    byte[] Bytes,
    int? Missing,
    string? NoText)
{
    /// <summary>An enumeration; stored by name.</summary>
    public enum Colour
    {
        /// <summary>The default.</summary>
        None,

        /// <summary>Another.</summary>
        Red,
    }

    /// <summary>A nested record.</summary>
    /// <param name="Name">A name.</param>
    /// <param name="Share">A share.</param>
    public sealed record Part(string Name, decimal Share);
}

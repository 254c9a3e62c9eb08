namespace Orchestrix.Events;

/// <summary>
/// Gives an event its durable name and the version of its JSON shape. The name is stored with every event and is never
/// derived from the CLR type, so classes may be renamed and moved freely.
/// </summary>
/// <param name="name">A stable name such as <c>account.opened</c>; at most <see cref="MaxNameLength"/>
/// characters.</param>
/// <param name="schemaVersion">1 for the first shape; raise it with an upcaster when the JSON changes
/// incompatibly.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class EventTypeAttribute(string name, int schemaVersion = 1) : Attribute
{
    /// <summary>Longest permitted event type name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The stable name.</summary>
    public string Name { get; } = name;

    /// <summary>The version of the JSON shape that the annotated type reads and writes.</summary>
    public int SchemaVersion { get; } = schemaVersion;
}

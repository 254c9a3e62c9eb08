using System.Reflection;

namespace Orchestrix.Diagnostics;

/// <summary>
/// What metrics and spans call a command: its alias on the wire, which outlives the name of the class; without one,
/// the name of the class.
/// </summary>
internal static class CommandName<TCommand>
{
    public static string Value { get; } =
        typeof(TCommand).GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias ?? typeof(TCommand).Name;
}

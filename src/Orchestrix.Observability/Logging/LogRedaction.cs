using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Compliance.Classification;
using Microsoft.Extensions.Compliance.Redaction;
using Orchestrix.Events;

namespace Orchestrix.Observability.Logging;

/// <summary>
/// Redacts the arguments of a message by what they are. It works on arguments and not on the code that logs them, so
/// that messages of Orleans and other libraries are redacted as well. Texts, numbers and times are shown; of any other
/// object only the type is, unless it is known what it says: Orleans' objects name the grain that they are about. Safe
/// for concurrent use.
/// </summary>
internal sealed class LogRedaction(IRedactorProvider redactors, LoggingOptions options)
{
    private readonly ConcurrentDictionary<Type, DataClassification?> _classes = new();

    /// <summary>The value as it may be written.</summary>
    public object? Of(string name, object? value)
    {
        if (value is null || options.ErasedArguments.Contains(name))
            return value is null ? null : redactors.GetRedactor(DataClasses.Personal).Redact(value.ToString());
        return value switch
        {
            // The type of an aggregate says what went wrong; the key, whose it was.
            StreamId stream => $"{stream.GrainType}/{Hash(stream.Key)}",
            GrainId grain => $"{grain.Type}/{Hash(grain.Key.ToString() ?? "")}",
            Exception exception => ExceptionText.Of(exception),
            _ when ClassOf(value.GetType()) is { } classification =>
                redactors.GetRedactor(classification).Redact(value.ToString()),
            string or Type or SiloAddress or GrainType => value,
            IEnumerable many => string.Join(", ", many.Cast<object?>().Select(one => Of(name, one))),
            _ when IsPlain(value.GetType()) => value,
            _ => $"({value.GetType().Name})",
        };
    }

    private static bool IsPlain(Type type) =>
        type.IsEnum || type.Namespace is "System" or "System.Net" && typeof(IFormattable).IsAssignableFrom(type)
        || type == typeof(bool) || type == typeof(char) || type.Assembly == typeof(StreamId).Assembly;

    private string Hash(string key) => redactors.GetRedactor(DataClasses.Identifier).Redact(key);

    private DataClassification? ClassOf(Type type) => _classes.GetOrAdd(type, static (type, options) =>
        options.Classified.TryGetValue(type, out var configured)
            ? configured
            : type.GetCustomAttribute<DataClassificationAttribute>(inherit: true)?.Classification, options);
}

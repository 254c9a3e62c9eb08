using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Orchestrix.Errors;

namespace Orchestrix.Observability.Logging;

/// <summary>
/// What may be told of an exception: its types, codes and stacks. Its messages may quote a row, a request or a
/// connection string.
/// </summary>
internal static class ExceptionText
{
    /// <summary>Stands for a message that is not told.</summary>
    public const string Withheld = "(withheld)";

    private const int MaxDepth = 8;

    public static string Of(Exception exception)
    {
        var text = new StringBuilder();
        var depth = 0;
        for (var each = exception; each is not null && depth < MaxDepth; each = each.InnerException, depth++)
        {
            if (depth > 0)
                text.Append(" ---> ");
            text.Append(each.GetType().FullName);
            if (CodeOf(each) is { } code)
                text.Append(" (").Append(code).Append(')');
            if (each.StackTrace is { Length: > 0 } stack)
                text.Append('\n').Append(stack.TrimEnd());
        }
        return text.ToString();
    }

    /// <summary>A code that finds the exception in documents, or null.</summary>
    public static string? CodeOf(Exception exception) => exception switch
    {
        IErrorCode known => known.Code,
        DbException { SqlState: { } state } => state,
        SocketException socket => socket.SocketErrorCode.ToString(),
        IOException file => file.HResult.ToString("X8", CultureInfo.InvariantCulture),
        _ => null,
    };
}

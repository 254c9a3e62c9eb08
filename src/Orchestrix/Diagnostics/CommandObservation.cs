using System.Diagnostics;
using Orchestrix.Commands;
using Orchestrix.Errors;

namespace Orchestrix.Diagnostics;

/// <summary>
/// Measures one command from its arrival at the aggregate to its answer, and makes its span. A struct, and made for
/// one asynchronous method: what is observed costs no allocation unless it is traced.
/// </summary>
internal readonly struct CommandObservation
{
    private readonly string _commandType;
    private readonly OrchestrixMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Activity? _span;

    private CommandObservation(
        string commandType, string aggregateType, OrchestrixMetrics metrics, CallTracing tracing, TimeProvider time)
    {
        (_commandType, _metrics, _time, _started) = (commandType, metrics, time, time.GetTimestamp());
        _span = tracing.Start("command");
        if (_span is null)
            return;
        _span.DisplayName = $"command {commandType}";
        _span.SetTag("orchestrix.command_type", commandType).SetTag("orchestrix.aggregate_type", aggregateType);
    }

    public static CommandObservation Start<TCommand>(
        string aggregateType, OrchestrixMetrics metrics, CallTracing tracing, TimeProvider time) =>
        new(CommandName<TCommand>.Value, aggregateType, metrics, tracing, time);

    /// <summary>The command has its answer; returns it.</summary>
    public CommandResult<TReply> Answered<TReply>(CommandResult<TReply> result)
    {
        End(result.IsAccepted ? Outcome.Success : Outcome.Rejected);
        return result;
    }

    /// <summary>
    /// The command failed. Always false: as the filter of a catch it sees every exception and catches none.
    /// </summary>
    public bool Failed(Exception exception)
    {
        var status = exception is ConcurrencyException ? Outcome.Conflict : Outcome.Error;
        // What an exception says may be about people; its code and its type are not.
        _span?.SetTag("error.type", (exception as IErrorCode)?.Code ?? exception.GetType().FullName);
        _span?.SetStatus(ActivityStatusCode.Error);
        End(status);
        return false;
    }

    private void End(string status)
    {
        _span?.SetTag("orchestrix.status", status);
        _span?.Dispose();
        _metrics.CommandHandled(_commandType, status, _time.GetElapsedTime(_started));
    }
}

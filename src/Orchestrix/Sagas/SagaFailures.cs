using Orchestrix.Errors;
using Orleans.Runtime;

namespace Orchestrix.Sagas;

/// <summary>What an exception of an action says about its effect.</summary>
internal static class SagaFailures
{
    /// <summary>The result that an exception stands for.</summary>
    public static StepResult Of(Exception exception, SagaStepDefinition step) =>
        StepResult.Failed(Kind(exception, step), Code(exception), exception.Message);

    private static StepFailureKind Kind(Exception exception, SagaStepDefinition step)
    {
        try
        {
            if (step.Classification?.Invoke(exception) is { } kind)
                return kind;
        }
        // A classification that throws has said nothing.
        catch (Exception)
        {
            return StepFailureKind.Unknown;
        }
        return exception switch
        {
            // Nothing was written, and that may change.
            EventStoreUnavailableException or ConcurrencyException => StepFailureKind.Transient,
            // Nothing was written, and it never will be.
            StoreLimitExceededException or CommitRejectedException or EventRejectedException
                => StepFailureKind.Final,
            // Timeouts, lost silos, uncertain outcomes; and whatever a participant throws that nobody has classified,
            // or lets through from another grain's tenant: it may have acted before it threw.
            _ => StepFailureKind.Unknown,
        };
    }

    private static string Code(Exception exception) => exception switch
    {
        IErrorCode coded => coded.Code,
        OperationCanceledException or TimeoutException => SagaRefusals.AttemptTimedOut,
        SiloUnavailableException => "orleans.silo-unavailable",
        _ => $"exception.{exception.GetType().Name}",
    };
}

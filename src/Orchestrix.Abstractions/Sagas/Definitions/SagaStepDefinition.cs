using Orchestrix.Retry;

namespace Orchestrix.Sagas;

/// <summary>One step of a definition, as data. Immutable once the definition is built.</summary>
public sealed class SagaStepDefinition
{
    internal SagaStepDefinition(string name, SagaStepKind kind, IReadOnlyList<string> dependsOn) =>
        (Name, Kind, DependsOn) = (name, kind, dependsOn);

    /// <summary>Unique in the definition.</summary>
    public string Name { get; }

    /// <summary>What it does.</summary>
    public SagaStepKind Kind { get; }

    /// <summary>The steps that have to be over before this one begins.</summary>
    public IReadOnlyList<string> DependsOn { get; internal set; }

    /// <summary>After this time from its first intent no further attempt is begun. Default 5 minutes.</summary>
    public TimeSpan Deadline { get; internal set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long one attempt may take before its outcome counts as unknown. Default 30 s.</summary>
    public TimeSpan AttemptTimeout { get; internal set; } = TimeSpan.FromSeconds(30);

    /// <summary>When the action is tried again. Default: exponential, 3 retries from 1 s.</summary>
    public RetryPolicy Retry { get; internal set; } = new ExponentialBackoff();

    /// <summary>As <see cref="Deadline"/>, for the compensation. Default 1 hour.</summary>
    public TimeSpan CompensationDeadline { get; internal set; } = TimeSpan.FromHours(1);

    /// <summary>When the compensation is tried again. Default: exponential, 10 retries from 1 s.</summary>
    public RetryPolicy CompensationRetry { get; internal set; } = new ExponentialBackoff(maxRetries: 10);

    /// <summary>True if the step can be undone.</summary>
    public bool HasCompensation => Compensation is not null;

    /// <summary>True if the definition says that the step needs no undoing.</summary>
    public bool HasNothingToUndo { get; internal set; }

    /// <summary>Kinds of failure that park the saga, when a step gives up, instead of undoing what was done.</summary>
    public IReadOnlyList<StepFailureKind> ParkOn { get; internal set; } = [];

    /// <summary>The name of the message that a <see cref="SagaStepKind.Wait"/> waits for; null for others.</summary>
    public string? Message { get; internal set; }

    /// <summary>True if a wait that nobody answers is passed over; false if it fails the saga.</summary>
    public bool ContinuesOnTimeout { get; internal set; }

    /// <summary>The type of the saga that a <see cref="SagaStepKind.SubSaga"/> runs; null for others.</summary>
    public string? SubSaga { get; internal set; }

    internal Func<SagaContext, bool>? Condition { get; set; }

    internal Func<SagaContext, object?>? Input { get; set; }

    internal Func<SagaContext, CancellationToken, Task<StepResult>>? Action { get; set; }

    internal Func<SagaContext, CancellationToken, Task<StepResult>>? Compensation { get; set; }

    internal Func<Exception, StepFailureKind?>? Classification { get; set; }

    /// <summary>Judges a message, given as JSON or null.</summary>
    internal Func<SagaContext, System.Text.Json.JsonElement?, StepResult>? Acceptance { get; set; }
}

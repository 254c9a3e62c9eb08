using System.ComponentModel.DataAnnotations;
using Orchestrix.Errors;
using Orchestrix.Retry;

namespace Orchestrix.Subscriptions.Handlers;

/// <summary>How the handlers of one subscription are run, and what happens when they fail.</summary>
public sealed class HandlerOptions
{
    /// <summary>
    /// How often an event is tried again before it becomes a dead letter, and how long to wait before each time.
    /// Default: <see cref="ExponentialBackoff"/>, 3 retries after 1, 2 and 4 s.
    /// </summary>
    public RetryPolicy Retry { get; set; } = new ExponentialBackoff();

    /// <summary>What happens after the last retry. Default <see cref="PoisonPolicy.ParkStream"/>.</summary>
    public PoisonPolicy Poison { get; set; } = PoisonPolicy.ParkStream;

    /// <summary>
    /// Most streams of one partition that may be parked; with one more the partition stands still. Default 1,000.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxParkedStreams { get; set; } = 1_000;

    /// <summary>
    /// Failures that say nothing about the event, such as a mail server that is away: the partition tries again for
    /// ever, and they are not counted. Default: none. <see cref="EventStoreUnavailableException"/> and
    /// <see cref="UncertainOutcomeException"/> always are such failures.
    /// </summary>
    public Func<Exception, bool> IsTransient { get; set; } = static _ => false;

    /// <summary>How long a handler may take for one event; more is a failure. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How often the checkpoint is written while events come: so much may be handled again after a crash. Default 1 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After how many handled events the checkpoint is written at the latest. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int CheckpointEvents { get; set; } = 1_000;

    /// <summary>
    /// How often an owner with parked streams looks whether a person has decided about a dead letter. Default 1 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DecisionInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Most waiting events of parked streams that are handled before the log is read on. Default 1,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int CatchUpEvents { get; set; } = 1_000;

    internal void Validate(string subscription)
    {
        try
        {
            Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        }
        catch (ValidationException exception)
        {
            throw new ConfigurationException(
                $"The handlers of subscription {subscription} are configured wrongly: {exception.Message}", exception);
        }
    }
}

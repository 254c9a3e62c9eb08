using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Projections;
using Orchestrix.Retry;

namespace Orchestrix.Subscriptions;

/// <summary>
/// What a silo knows of a subscription. Registered as a service; the silos of a cluster agree on all of it but
/// <see cref="BatchSize"/>.
/// </summary>
public sealed class SubscriptionDefinition
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Makes a definition.</summary>
    /// <param name="name">
    /// Its durable name: letters, digits and the characters <c>. : @ _ -</c>, beginning with a letter.
    /// </param>
    /// <param name="createProcessor">Makes what handles the events of one partition; called for each owner.</param>
    /// <exception cref="ConfigurationException">The name is not of that form.</exception>
    public SubscriptionDefinition(
        string name, Func<IServiceProvider, SubscriptionPartition, IPageProcessor> createProcessor)
    {
        ArgumentNullException.ThrowIfNull(createProcessor);
        if (string.IsNullOrEmpty(name) || name.Length > MaxNameLength || !char.IsAsciiLetter(name[0])
            || name.Any(static one => !char.IsAsciiLetterOrDigit(one) && !".:@_-".Contains(one)))
        {
            throw new ConfigurationException(
                $"'{name}' is no name of a subscription: it begins with a letter and has up to {MaxNameLength} "
                + "letters, digits and characters of . : @ _ -");
        }
        (Name, CreateProcessor) = (name, createProcessor);
    }

    /// <summary>Its durable name, which finds the checkpoints again.</summary>
    public string Name { get; }

    /// <summary>True for the subscription that runs a projection.</summary>
    internal bool IsProjection => Name.StartsWith(Projection.NamePrefix, StringComparison.Ordinal);

    /// <summary>Which events it reads. Default: all.</summary>
    public LogFilter Filter { get; init; } = LogFilter.Everything;

    /// <summary>
    /// In how many partitions the streams are divided; each is read by one silo at a time and in order. Default 1.
    /// </summary>
    public int Partitions { get; init; } = 1;

    /// <summary>Most events that are handled at once. Default 1,000.</summary>
    public int BatchSize { get; init; } = 1_000;

    /// <summary>How often handlers try an event again; null for what is no handler, which decides by itself.</summary>
    internal RetryPolicy? Retry { get; init; }

    /// <summary>Makes what handles the events of one partition.</summary>
    public Func<IServiceProvider, SubscriptionPartition, IPageProcessor> CreateProcessor { get; }
}

using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Retry;
using Orchestrix.Serialization;

namespace Orchestrix.Subscriptions.Handlers;

/// <summary>Describes a subscription whose events handlers of yours handle, each at least once and in order.</summary>
public sealed class HandlerSubscriptionBuilder
{
    /// <summary>Longest name, in characters: with a position behind it, it still is a command id.</summary>
    public const int MaxNameLength = 180;

    private static readonly MethodInfo OfClass = typeof(HandlerSubscriptionBuilder)
        .GetMethod(nameof(HandleByClass), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly Dictionary<Type, EventHandling> _handlings = [];
    private readonly HandlerOptions _options = new();
    private readonly IServiceCollection _services;
    private readonly string _name;
    private SubscriptionStart _start = SubscriptionStart.Beginning;
    private string? _streamPrefix;
    private int _partitions = 1;
    private int _batchSize = 1_000;

    internal HandlerSubscriptionBuilder(string name, IServiceCollection services)
    {
        if (name?.Length > MaxNameLength)
        {
            throw new ConfigurationException(
                $"A subscription with handlers has a name of up to {MaxNameLength} characters.");
        }
        (_name, _services) = (name!, services);
    }

    /// <summary>
    /// Handles events by a class: those of every <see cref="IEventHandler{TEvent}"/> that it implements. One is made
    /// for each event, in a scope of its own, with what its constructor asks for.
    /// </summary>
    /// <exception cref="ConfigurationException">It implements none, or one of its events is handled
    /// already.</exception>
    public HandlerSubscriptionBuilder Handle<THandler>() where THandler : class
    {
        var events = typeof(THandler).GetInterfaces()
            .Where(static each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IEventHandler<>))
            .Select(static each => each.GetGenericArguments()[0]).ToArray();
        if (events.Length == 0)
        {
            throw new ConfigurationException(
                $"{typeof(THandler)} handles nothing: it implements IEventHandler<TEvent> for no event.");
        }
        foreach (var type in events)
            Add(type, OfClass.MakeGenericMethod(typeof(THandler), type).CreateDelegate<EventHandling>());
        _services.TryAddTransient<THandler>();
        return this;
    }

    /// <summary>Handles events of one type by a function.</summary>
    /// <exception cref="ConfigurationException">The event is handled already.</exception>
    public HandlerSubscriptionBuilder Handle<TEvent>(Func<EventContext<TEvent>, CancellationToken, Task> handle)
        where TEvent : notnull
    {
        ArgumentNullException.ThrowIfNull(handle);
        return Handle<TEvent>((_, e, cancellationToken) => handle(e, cancellationToken));
    }

    /// <summary>Handles events of one type by a function that takes what it needs from a scope of the event.</summary>
    /// <exception cref="ConfigurationException">The event is handled already.</exception>
    public HandlerSubscriptionBuilder Handle<TEvent>(
        Func<IServiceProvider, EventContext<TEvent>, CancellationToken, Task> handle) where TEvent : notnull
    {
        ArgumentNullException.ThrowIfNull(handle);
        return Add(typeof(TEvent), (services, subscription, data, recorded, attempt, cancellationToken) => handle(
            services, new EventContext<TEvent>(subscription, (TEvent)data, recorded, attempt), cancellationToken));
    }

    /// <summary>Begins with the first event that is appended after the subscription was first started.</summary>
    public HandlerSubscriptionBuilder FromEnd() => From(SubscriptionStart.End);

    /// <summary>Begins where it is told to; by default with the first event of the log.</summary>
    public HandlerSubscriptionBuilder From(SubscriptionStart start)
    {
        _start = start;
        return this;
    }

    /// <summary>Reads only streams whose id begins so, such as <c>account/</c>.</summary>
    public HandlerSubscriptionBuilder OfStreams(string prefix)
    {
        _streamPrefix = prefix;
        return this;
    }

    /// <summary>
    /// Divides the streams into partitions, which handle events side by side; each stream is in one. Default 1. To
    /// change it later needs <c>orchestrix subscriptions reset</c>.
    /// </summary>
    public HandlerSubscriptionBuilder Partitions(int partitions)
    {
        _partitions = partitions;
        return this;
    }

    /// <summary>Most events that are read at once. Default 1,000.</summary>
    public HandlerSubscriptionBuilder BatchSize(int events)
    {
        _batchSize = events;
        return this;
    }

    /// <summary>Chooses how a failed event is tried again, instead of 3 times after 1, 2 and 4 s.</summary>
    public HandlerSubscriptionBuilder Retry(RetryPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _options.Retry = policy;
        return this;
    }

    /// <summary>Chooses what happens after the last retry.</summary>
    public HandlerSubscriptionBuilder OnPoison(PoisonPolicy policy)
    {
        _options.Poison = policy;
        return this;
    }

    /// <summary>
    /// Names failures that say nothing about the event: they are tried again for ever and not counted.
    /// </summary>
    public HandlerSubscriptionBuilder TreatAsTransient(Func<Exception, bool> isTransient)
    {
        ArgumentNullException.ThrowIfNull(isTransient);
        _options.IsTransient = isTransient;
        return this;
    }

    /// <summary>Changes the limits.</summary>
    public HandlerSubscriptionBuilder Configure(Action<HandlerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_options);
        return this;
    }

    /// <summary>Checks everything that needs no event types.</summary>
    internal void Check()
    {
        if (_handlings.Count == 0)
            throw new ConfigurationException($"Subscription {_name} handles nothing; call Handle.");
        _options.Validate(_name);
    }

    internal SubscriptionDefinition Build(EventTypeRegistry types)
    {
        var handlings = _handlings.ToDictionary(
            pair => types.Find(pair.Key)?.Name ?? throw new ConfigurationException(
                $"Subscription {_name} handles {pair.Key}, which is not a registered event; add it with AddEvents."),
            pair => pair.Value, StringComparer.Ordinal);
        var filter = new LogFilter(handlings.Keys, _streamPrefix);
        return new SubscriptionDefinition(_name, (services, partition) => new HandlerProcessor(
            partition, filter, _start, new HandlerRoutes(_name, handlings, _options.Timeout, services), _options,
            services))
        {
            Filter = filter,
            Partitions = _partitions,
            BatchSize = _batchSize,
            Retry = _options.Retry,
        };
    }

    private static Task HandleByClass<THandler, TEvent>(
        IServiceProvider services, string subscription, object data, RecordedEvent recorded, int attempt,
        CancellationToken cancellationToken)
        where THandler : class where TEvent : notnull =>
        ((IEventHandler<TEvent>)services.GetRequiredService<THandler>()).HandleAsync(
            new EventContext<TEvent>(subscription, (TEvent)data, recorded, attempt), cancellationToken);

    private HandlerSubscriptionBuilder Add(Type type, EventHandling handling) => _handlings.TryAdd(type, handling)
        ? this
        : throw new ConfigurationException(
            $"Subscription {_name} has two handlers of {type}. If one failed, the other would handle the event again: "
            + "give each a subscription of its own.");
}

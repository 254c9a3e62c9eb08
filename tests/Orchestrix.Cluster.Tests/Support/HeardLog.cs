using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>Keeps the names of the events that a host has logged.</summary>
internal sealed class HeardLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _events = new();

    /// <summary>The names, in order; those without one are left out.</summary>
    public IReadOnlyCollection<string> Events => _events;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name is { } name)
            _events.Enqueue(name);
    }

    public void Dispose()
    {
    }
}

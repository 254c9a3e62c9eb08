using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Feed;
using Orchestrix.Lifecycle;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Sessions;

namespace Orchestrix.PostgreSQL.Subscriptions;

/// <summary>
/// Tells other silos how far the log has come, and hears it from them, by NOTIFY. An announcement follows the commit
/// and is no part of it, since NOTIFY takes a lock over the whole server at commit; several batches share one. One that
/// is lost costs a poll interval and nothing else. Through a pooler in transaction mode nothing is heard: that is found
/// out by listening for an announcement of our own, and the log is polled more often.
/// </summary>
internal sealed class HeadSignal(
    NpgsqlDataSource source, IOptions<PostgreSQLOptions> options, LogHead head, TimeProvider time,
    ILogger<HeadSignal> logger)
    : SiloWork(ServiceLifecycleStage.RuntimeServices)
{
    private const string Channel = "orchestrix_log_0";
    private const string Probe = "?";
    private const string ListenerName = "orchestrix-listen";

    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long _announced;
    private bool? _isHeard;

    protected override bool IsNeeded => options.Value.IsNotifyEnabled;

    protected override Task RunAsync(CancellationToken stopping) => ListenAndAnnounceAsync(stopping);

    /// <summary>Until it is cancelled.</summary>
    internal Task ListenAndAnnounceAsync(CancellationToken stopping) =>
        Task.WhenAll(RepeatAsync(ListenAsync, stopping), RepeatAsync(AnnounceAsync, stopping));

    private async Task RepeatAsync(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await work(stopping).ConfigureAwait(false);
            }
            catch (Exception exception) when (Failure.IsOfServer(exception))
            {
                Log.SignalLost(logger, exception.GetType().Name);
            }
            await Task.Delay(Pause, time, stopping).ConfigureAwait(false);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        // A session of its own: a pooled one would go back to the pool as a listener.
        // It has a name, or its metrics would be called after its connection string.
        var listening = new NpgsqlDataSourceBuilder(Unpooled()) { Name = ListenerName }.Build();
        await using var disposed = listening.ConfigureAwait(false);
        var connection = listening.CreateConnection();
        await using var closed = connection.ConfigureAwait(false);
        var isProbed = false;
        connection.Notification += (_, notification) =>
        {
            if (notification.Payload == Probe)
                isProbed = true;
            else if (long.TryParse(notification.Payload, CultureInfo.InvariantCulture, out var position))
                Hear(position);
        };
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
                await listen.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                isProbed = false;
                await NotifyAsync(Probe, cancellationToken).ConfigureAwait(false);
                var asked = time.GetTimestamp();
                while (!isProbed && time.GetElapsedTime(asked) < ProbeTimeout)
                    await connection.WaitAsync(ProbeTimeout, cancellationToken).ConfigureAwait(false);
                if (_isHeard != isProbed)
                    Log.SignalHeard(logger, isProbed ? "arrive" : "do not arrive");
                _isHeard = isProbed;
                head.HearsOthers = isProbed;
                while (time.GetElapsedTime(asked) < ProbeEvery)
                    await connection.WaitAsync(ProbeEvery, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            head.HearsOthers = false;
        }
    }

    private async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await head.WaitBeyondAsync(
                Volatile.Read(ref _announced), Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(false);
            var position = head.Position;
            if (position > Volatile.Read(ref _announced))
            {
                Raise(position);
                await NotifyAsync(position.ToString(CultureInfo.InvariantCulture), cancellationToken)
                    .ConfigureAwait(false);
            }
            await Task.Delay(MinInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What was heard is not announced again.</summary>
    private void Hear(long position)
    {
        Raise(position);
        head.Advance(position);
    }

    private void Raise(long position)
    {
        for (var known = Volatile.Read(ref _announced); known < position;)
        {
            var before = Interlocked.CompareExchange(ref _announced, position, known);
            if (before == known)
                return;
            known = before;
        }
    }

    private async Task NotifyAsync(string payload, CancellationToken cancellationToken)
    {
        var command = source.CreateCommand("select pg_notify($1, $2)");
        await using var disposed = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Channel });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = payload });
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private string Unpooled()
    {
        var connection = new NpgsqlConnectionStringBuilder(options.Value.ConnectionString)
        {
            Pooling = false,
            IncludeErrorDetail = false,
            Timeout = Math.Max(1, (int)Math.Ceiling(options.Value.ConnectTimeout.TotalSeconds)),
            ApplicationName = ListenerName,
        };
        SeveralHosts.UsePrimary(connection);
        return connection.ConnectionString;
    }
}

using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Sql;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Peers.AkkaSql;

/// <summary>
/// Akka.Persistence.Sql as its first page shows it: the default journal, which collects the writes of all actors into
/// batches, and one persistent actor a stream, asked and answered. Nothing is logged.
/// </summary>
/// <param name="isTuned">
/// Whether to bind a serializer to the event instead of the default, which is JSON with the names of types, to look for
/// no snapshots, and to prepare statements. The journal's own settings stay: batches of 400, 2 or 6 writers instead of
/// 3, inserts with parameters and the channel executor were tried, and none showed a gain.
/// </param>
internal sealed class AkkaWorkload(bool isTuned) : IWorkload
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    private ActorSystem? _system;
    private IActorRef _streams = ActorRefs.Nobody;

    public async Task StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var config = Settings(PeerConnection.For(connectionString, isTuned));
        if (isTuned)
            config = Tuning().WithFallback(config);
        _system = ActorSystem.Create("peers", config.WithFallback(SqlPersistence.DefaultConfiguration));
        _streams = _system.ActorOf(Props.Create(() => new StreamParent()), "streams");
        // The journal creates its tables with the first command.
        await ExecuteAsync("start", "start", 1);
    }

    public Task ExecuteAsync(string stream, string commandId, int events) =>
        _streams.Ask<long>(new AddToStream(stream, 1, events), _timeout);

    public async ValueTask DisposeAsync()
    {
        if (_system is not null)
            await _system.Terminate();
    }

    private static Config Settings(string connectionString)
    {
        var quoted = connectionString.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        return ConfigurationFactory.ParseString(
            $$"""
            akka {
                loglevel = OFF
                stdout-loglevel = OFF
                loggers = []
                persistence {
                    journal {
                        plugin = "akka.persistence.journal.sql"
                        sql {
                            connection-string = "{{quoted}}"
                            provider-name = "PostgreSQL.15"
                        }
                    }
                    snapshot-store {
                        plugin = "akka.persistence.snapshot-store.sql"
                        sql {
                            connection-string = "{{quoted}}"
                            provider-name = "PostgreSQL.15"
                        }
                    }
                }
            }
            """);
    }

    private static Config Tuning() => ConfigurationFactory.ParseString(
        $$"""
        akka {
            persistence.snapshot-store.plugin = "akka.persistence.no-snapshot-store"
            actor {
                serializers.added = "{{NameOf<AddedSerializer>()}}"
                serialization-bindings {
                    "{{NameOf<Added>()}}" = added
                }
            }
        }
        """);

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}

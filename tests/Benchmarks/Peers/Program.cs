using Orchestrix.Benchmarks.Peers.AkkaSql;
using Orchestrix.Benchmarks.Peers.MartenEvents;
using Orchestrix.Benchmarks.Peers.OrleansStorage;
using Orchestrix.Benchmarks.Workers;

// A name alone is the peer with the settings that it comes with; "tuned" adds what its documentation offers besides.
IWorkload? peer = args is not ["worker", var name] ? null : name switch
{
    "akka" => new AkkaWorkload(isTuned: false),
    "akka-tuned" => new AkkaWorkload(isTuned: true),
    "logstorage" => new SiloWorkload(LogProvider.LogStorage, isTuned: false),
    "logstorage-tuned" => new SiloWorkload(LogProvider.LogStorage, isTuned: true),
    "marten" => new MartenWorkload(MartenStyle.Optimistic, isTuned: false),
    "marten-tuned" => new MartenWorkload(MartenStyle.Optimistic, isTuned: true),
    "marten-exclusive" => new MartenWorkload(MartenStyle.Exclusive, isTuned: true),
    "marten-append" => new MartenWorkload(MartenStyle.Append, isTuned: true),
    "statestorage" => new SiloWorkload(LogProvider.StateStorage, isTuned: false),
    "statestorage-tuned" => new SiloWorkload(LogProvider.StateStorage, isTuned: true),
    _ => null,
};
if (peer is null)
{
    await Console.Error.WriteLineAsync(
        "usage: worker akka|logstorage|marten|statestorage, each with or without -tuned, "
        + "or marten-exclusive|marten-append");
    return 2;
}

await Worker.RunAsync(peer);
return 0;

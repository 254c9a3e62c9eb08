using Akka.Actor;

namespace Orchestrix.Benchmarks.Peers.AkkaSql;

/// <summary>Creates an actor for each stream at its first command: the child-per-entity pattern.</summary>
internal sealed class StreamParent : ReceiveActor
{
    private readonly Dictionary<string, IActorRef> _children = [];

    public StreamParent() => Receive<AddToStream>(command =>
    {
        if (!_children.TryGetValue(command.Stream, out var child))
        {
            child = Context.ActorOf(Props.Create(() => new StreamActor(command.Stream)));
            _children.Add(command.Stream, child);
            Context.Watch(child);
        }

        child.Forward(command);
    });
}

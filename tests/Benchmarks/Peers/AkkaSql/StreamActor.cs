using Akka.Actor;
using Akka.Persistence;

namespace Orchestrix.Benchmarks.Peers.AkkaSql;

/// <summary>The persistent actor of one stream.</summary>
internal sealed class StreamActor : ReceivePersistentActor
{
    private long _total;

    public StreamActor(string stream)
    {
        PersistenceId = stream;
        Recover<Added>(Apply);
        Command<AddToStream>(Handle);
    }

    public override string PersistenceId { get; }

    // Persist keeps later commands waiting until the event is stored, so each decides on the newest state.
    private void Handle(AddToStream command)
    {
        var sender = Sender;
        if (command.Events == 1)
        {
            Persist(new Added(command.Amount, _total + command.Amount), added =>
            {
                Apply(added);
                sender.Tell(_total);
            });
            return;
        }

        var left = command.Events;
        PersistAll(Added.Decide(_total, command.Amount, command.Events), added =>
        {
            Apply(added);
            if (--left == 0)
                sender.Tell(_total);
        });
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        Sender.Tell(new Status.Failure(cause));
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        Sender.Tell(new Status.Failure(cause));
        base.OnPersistRejected(cause, @event, sequenceNr);
    }

    private void Apply(Added added) => _total = added.Total;
}

using Orleans.EventSourcing;
using Orleans.Storage;

namespace Orchestrix.LogConsistency;

/// <summary>Makes the log views of <c>JournaledGrain</c>s; registered with Orleans under a provider name.</summary>
internal sealed class EventLogConsistencyProvider(EventLogServices log) : ILogViewAdaptorFactory
{
    public bool UsesStorageProvider => false;

    public ILogViewAdaptor<TLogView, TLogEntry> MakeLogViewAdaptor<TLogView, TLogEntry>(
        ILogViewAdaptorHost<TLogView, TLogEntry> hostGrain, TLogView initialState, string grainTypeName,
        IGrainStorage? grainStorage, ILogConsistencyProtocolServices services)
        where TLogView : class, new()
        where TLogEntry : class
    {
        ArgumentNullException.ThrowIfNull(hostGrain);
        ArgumentNullException.ThrowIfNull(services);
        var stream = log.Options.RequireGrainType
            ? StreamNaming.For(hostGrain.GetType(), services.GrainId)
            : StreamNaming.ByConvention(services.GrainId);
        return new EventLogViewAdaptor<TLogView, TLogEntry>(hostGrain, initialState, services, stream, log);
    }
}

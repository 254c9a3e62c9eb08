using Orleans.EventSourcing;
using Orleans.Storage;

namespace Orchestrix.Aggregates;

/// <summary>Hands the log that an aggregate made for itself to Orleans' base class.</summary>
internal sealed class AggregateLogFactory(object? log) : ILogViewAdaptorFactory
{
    /// <summary>Stands for "no storage provider needed" until the aggregate has made its log.</summary>
    public static AggregateLogFactory Placeholder { get; } = new(null);

    public bool UsesStorageProvider => false;

    public ILogViewAdaptor<TLogView, TLogEntry> MakeLogViewAdaptor<TLogView, TLogEntry>(
        ILogViewAdaptorHost<TLogView, TLogEntry> hostGrain, TLogView initialState, string grainTypeName,
        IGrainStorage? grainStorage, ILogConsistencyProtocolServices services)
        where TLogView : class, new()
        where TLogEntry : class =>
        (ILogViewAdaptor<TLogView, TLogEntry>)(log
            ?? throw new InvalidOperationException("The aggregate has not made its log yet."));
}

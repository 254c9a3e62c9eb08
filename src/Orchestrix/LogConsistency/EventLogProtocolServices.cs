using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.EventSourcing;
using Orleans.Serialization;

namespace Orchestrix.LogConsistency;

/// <summary>What Orleans' log views ask of their surroundings; Orleans keeps its own implementation internal.</summary>
internal sealed class EventLogProtocolServices(
    IGrainContext context, DeepCopier copier, IOptions<ClusterOptions> cluster,
    ILogger<EventLogProtocolServices> logger)
    : ILogConsistencyProtocolServices
{
    public GrainId GrainId => context.GrainId;

    public string MyClusterId => cluster.Value.ClusterId;

    public T DeepCopy<T>(T value) => copier.Copy(value)!;

    public void ProtocolError(string msg, bool throwexception)
    {
        LogConsistency.Log.ProtocolError(logger, GrainId, msg);
        if (throwexception)
            throw new OrleansException($"{msg} (grain {GrainId}, cluster {MyClusterId})");
    }

    public void CaughtException(string where, Exception e) => LogConsistency.Log.ViewFailed(logger, e, GrainId, where);

    public void CaughtUserCodeException(string callback, string where, Exception e) =>
        LogConsistency.Log.UserCodeThrew(logger, e, callback, GrainId, where);

    // The base class narrates each of its steps here; only tracing a protocol fault needs that.
    public void Log(LogLevel level, string format, params object[] args)
    {
        if (logger.IsEnabled(level))
        {
            logger.Log(level, 0, (format, args), null, static (state, _) =>
                string.Format(null, state.format, state.args));
        }
    }
}

using System.Text;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>Divides sagas among the watchdogs. Stored in indexes, so the number and the hash never change.</summary>
public static class SagaBucket
{
    /// <summary>Number of buckets: 32.</summary>
    public const int Count = 32;

    /// <summary>The bucket of a saga, from 0: FNV-1a over the UTF-8 of its stream id.</summary>
    public static int Of(StreamId saga)
    {
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(saga.Value))
            hash = unchecked((hash ^ octet) * 16777619u);
        return (int)(hash % Count);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Orchestrix.Tests.Support;

/// <summary>Sums what the instruments of a factory record, by their names.</summary>
internal sealed class MeterReader : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new(StringComparer.Ordinal);

    public MeterReader(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument, value));
        _listener.Start();
    }

    /// <summary>The sum of what an instrument recorded so far.</summary>
    public long this[string instrument] => _sums.GetValueOrDefault(instrument);

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, long value) =>
        _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
}

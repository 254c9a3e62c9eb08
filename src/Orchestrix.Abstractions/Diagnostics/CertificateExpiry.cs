using System.Diagnostics.Metrics;

namespace Orchestrix.Diagnostics;

/// <summary>
/// The gauge <c>orchestrix.certificate.expiry_timestamp</c>: until when certificates that others verify are valid. All
/// certificates have one name, so that one alert is about all of them.
/// </summary>
public static class CertificateExpiry
{
    /// <summary>Adds a certificate to the gauge.</summary>
    /// <param name="meter">The meter named <c>Orchestrix</c> of the host.</param>
    /// <param name="certificate">What it is for, the value of the label <c>certificate</c>: <c>cluster</c>,
    /// <c>http</c>, <c>postgresql</c>, or a word of your own.</param>
    /// <param name="end">
    /// Asked at each collection for the end of the certificate in use. Null reports nothing: it is not known yet. Must
    /// be safe for concurrent use.
    /// </param>
    public static void Observe(Meter meter, string certificate, Func<DateTimeOffset?> end)
    {
        ArgumentNullException.ThrowIfNull(meter);
        ArgumentException.ThrowIfNullOrEmpty(certificate);
        ArgumentNullException.ThrowIfNull(end);
        var label = new KeyValuePair<string, object?>("certificate", certificate);
        meter.CreateObservableGauge<long>(
            "orchestrix.certificate.expiry_timestamp",
            () => end() is { } known ? [new Measurement<long>(known.ToUnixTimeSeconds(), label)] : [], "s",
            "Until when a certificate in use is valid, in seconds since 1970-01-01 UTC.");
    }
}

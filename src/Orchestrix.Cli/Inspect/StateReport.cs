using System.Globalization;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Inspection;
using Orchestrix.PostgreSQL.Interchange;

namespace Orchestrix.Cli.Inspect;

/// <summary>What is said about a point in the history of a stream.</summary>
internal static class StateReport
{
    /// <summary>One line that says which state follows.</summary>
    public static string Heading(StreamId stream, StreamMoment moment) => string.Create(CultureInfo.InvariantCulture,
        $"{stream} at version {moment.Version} of {moment.StreamVersion}, position {moment.Position}, recorded "
        + $"{Text(moment.RecordedAt)}");

    /// <summary>Throws unless the point was found.</summary>
    /// <exception cref="ConfigurationException">Says what there is instead.</exception>
    public static void ThrowIfMissing(StreamId stream, StreamPoint point, StreamMoment moment)
    {
        var reason = moment.Outcome switch
        {
            InspectionOutcome.Found => null,
            InspectionOutcome.BeyondEnd =>
                $"{stream} is at version {moment.StreamVersion}; there is no version {point.Version} yet.",
            InspectionOutcome.BeforeFirstEvent =>
                $"{stream} began later: its first event was recorded at {Text(moment.FirstRecordedAt!.Value)}.",
            _ => $"There is no stream {stream}.",
        };
        if (reason is not null)
            throw new ConfigurationException(reason);
    }

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString(Rfc3339.Format, CultureInfo.InvariantCulture);
}

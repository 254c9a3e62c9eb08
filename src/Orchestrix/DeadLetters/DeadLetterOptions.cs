using System.ComponentModel.DataAnnotations;

namespace Orchestrix.DeadLetters;

/// <summary>How dead letters are kept.</summary>
public sealed class DeadLetterOptions
{
    /// <summary>How long settled letters are kept, with what people did with them. Default 90 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36500.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How often the letters that wait are counted, and old ones deleted. Default 15 s. Every silo does so.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan KeepingInterval { get; set; } = TimeSpan.FromSeconds(15);
}

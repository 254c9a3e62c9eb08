using System.Text.Json.Serialization;

namespace Bank.Contracts.StandingOrders;

/// <summary>How often a standing order pays.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StandingOrderFrequency>))]
public enum StandingOrderFrequency
{
    /// <summary>Every day.</summary>
    [JsonStringEnumMemberName("daily")]
    Daily,

    /// <summary>Every week, on the weekday of the first execution.</summary>
    [JsonStringEnumMemberName("weekly")]
    Weekly,

    /// <summary>
    /// Every month, on the day of the first execution, or on the last day of a month that has no such day.
    /// </summary>
    [JsonStringEnumMemberName("monthly")]
    Monthly,
}

using System.Text.Json.Serialization;

namespace Bank.Contracts.StandingOrders;

/// <summary>Where a standing order stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StandingOrderStatus>))]
public enum StandingOrderStatus
{
    /// <summary>None was opened under this id.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>It pays when the time comes.</summary>
    [JsonStringEnumMemberName("active")]
    Active,

    /// <summary>It pays nothing until it is resumed.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>It was cancelled.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>Its last execution has been made.</summary>
    [JsonStringEnumMemberName("ended")]
    Ended,
}

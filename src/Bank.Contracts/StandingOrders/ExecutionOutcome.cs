using System.Text.Json.Serialization;

namespace Bank.Contracts.StandingOrders;

/// <summary>What became of an execution.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExecutionOutcome>))]
public enum ExecutionOutcome
{
    /// <summary>Its transfer has not ended; look at the transfer.</summary>
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>The money was transferred.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>The money was not transferred; the code says why. The next execution is not affected.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,
}

using System.Text.Json.Serialization;

namespace Bank.Contracts.Replies;

/// <summary>Why money moved.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StatementEntryKind>))]
public enum StatementEntryKind
{
    /// <summary>Money came in.</summary>
    [JsonStringEnumMemberName("deposit")]
    Deposit,

    /// <summary>Money went out.</summary>
    [JsonStringEnumMemberName("withdrawal")]
    Withdrawal,

    /// <summary>The bank paid interest.</summary>
    [JsonStringEnumMemberName("interest")]
    Interest,
}

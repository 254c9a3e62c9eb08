using System.Text.Json.Serialization;

namespace Bank.Contracts;

/// <summary>What may happen on an account.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AccountStatus>))]
public enum AccountStatus
{
    /// <summary>There is no such account yet.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Money moves.</summary>
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>Nothing is accepted but to unfreeze it.</summary>
    [JsonStringEnumMemberName("frozen")]
    Frozen,

    /// <summary>Nothing is accepted any more; the history stays.</summary>
    [JsonStringEnumMemberName("closed")]
    Closed,
}

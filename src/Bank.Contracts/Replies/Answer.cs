namespace Bank.Contracts.Replies;

/// <summary>What a read model answered.</summary>
/// <param name="Result">What was asked for.</param>
/// <param name="Position">The position of the log that it is true at: every event up to here is in it.</param>
[GenerateSerializer, Immutable, Alias("bank.answer`1")]
public sealed record Answer<T>([property: Id(0)] T Result, [property: Id(1)] long Position);

namespace Bank.Client.Ops;

/// <summary>A member that differs between two states.</summary>
/// <param name="Path">Where it is, such as <c>balance.amount</c> or <c>holds[0]</c>.</param>
/// <param name="Before">Its JSON before; null if it was not there.</param>
/// <param name="After">Its JSON after; null if it is gone.</param>
internal sealed record JsonChange(string Path, string? Before, string? After);

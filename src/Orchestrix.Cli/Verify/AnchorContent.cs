namespace Orchestrix.Cli.Verify;

/// <summary>What an anchor's file holds.</summary>
/// <param name="Position">The last position that was verified.</param>
/// <param name="Hash">The hash of the seal that ends there, in hexadecimal digits.</param>
internal sealed record AnchorContent(long Position, string Hash);

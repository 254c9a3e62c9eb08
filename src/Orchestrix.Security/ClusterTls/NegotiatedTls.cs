namespace Orchestrix.Security.ClusterTls;

/// <summary>Open connections that negotiated the same.</summary>
/// <param name="Kind">Between whom.</param>
/// <param name="Protocol">The version of TLS, such as <c>Tls13</c>.</param>
/// <param name="CipherSuite">The suite, as the standard names it.</param>
/// <param name="Count">How many are open now.</param>
public sealed record NegotiatedTls(ConnectionKind Kind, string Protocol, string CipherSuite, int Count);

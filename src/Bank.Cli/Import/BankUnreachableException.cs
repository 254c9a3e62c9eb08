namespace Bank.Cli.Import;

/// <summary>No silo answers where one should be.</summary>
internal sealed class BankUnreachableException(ClusterAddress address, Exception inner) : Exception(
    $"No silo of the cluster {address.ClusterId} answers at {string.Join(", ", address.Gateways)}. "
    + "Start one, or name its gateway with --gateway and its ids with --cluster-id and --service-id.", inner);

using Orleans.Runtime;

namespace Bank.Client.Ops;

/// <summary>Who is in the cluster and what it holds, as Orleans' management grain tells it.</summary>
/// <param name="Members">The silos, active ones first; dead ones as long as membership remembers them.</param>
/// <param name="Grains">Activations by type, the most first.</param>
internal sealed record ClusterView(IReadOnlyList<SiloMember> Members, IReadOnlyList<GrainCount> Grains)
{
    /// <summary>Most silos and most grain types that are told.</summary>
    public const int MaxRows = 200;

    public static async Task<ClusterView> ReadAsync(IClusterClient cluster)
    {
        var management = cluster.GetGrain<IManagementGrain>(0);
        var entries = await management.GetDetailedHosts();
        var statistics = await management.GetSimpleGrainStatistics();
        var activations = statistics.GroupBy(static one => one.SiloAddress)
            .ToDictionary(static silo => silo.Key, static silo => silo.Sum(static one => one.ActivationCount));
        return new ClusterView(
            [.. entries.OrderBy(static one => one.Status != SiloStatus.Active)
                .ThenByDescending(static one => one.StartTime)
                .Take(MaxRows)
                .Select(one => new SiloMember(
                    one.SiloName, one.SiloAddress.ToParsableString(), one.HostName,
                    one.Status.ToString().ToLowerInvariant(), activations.GetValueOrDefault(one.SiloAddress),
                    Utc(one.StartTime), Utc(one.IAmAliveTime)))],
            [.. statistics.GroupBy(static one => one.GrainType)
                .Select(static type => new GrainCount(type.Key, type.Sum(static one => one.ActivationCount)))
                .OrderByDescending(static one => one.Activations).ThenBy(static one => one.Type, StringComparer.Ordinal)
                .Take(MaxRows)]);
    }

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}

using System.Net;
using Orleans.Runtime;

namespace Orchestrix.PostgreSQL.Tests.Cluster;

/// <summary>The statements of the clustering provider, through Orleans' own table on a cluster of its own.</summary>
public sealed class MembershipTableTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);

    private TestDatabase _database = null!;
    private TestSilo _silo = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    // Not started: a running silo would judge the invented members, and change the table meanwhile.
    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _silo = TestSilo.Create(_database.Application, "cluster", port: 1, gatewayPort: 2);
        await _silo.Membership.InitializeMembershipTableAsync(tryInitTableVersion: true, Cancelled);
    }

    [Fact]
    public async Task Of_concurrent_joins_on_one_table_version_exactly_one_wins()
    {
        var table = _silo.Membership;
        for (var round = 0; round < 10; round++)
        {
            var before = await table.ReadAllAsync(Cancelled);
            var next = before.Version.Next();

            var outcomes = await Task.WhenAll(Enumerable.Range(1000 + (round * 8), 8)
                .Select(number => table.InsertRowAsync(Entry(number), next, Cancelled)));

            Assert.Single(outcomes, won => won);
            var after = await table.ReadAllAsync(Cancelled);
            Assert.Equal(before.Members.Count + 1, after.Members.Count);
            Assert.Equal(before.Version.Version + 1, after.Version.Version);
        }
    }

    [Fact]
    public async Task A_row_is_inserted_once_updated_read_and_touched()
    {
        var table = _silo.Membership;
        var entry = Entry(1);
        Assert.True(await WithNextVersionAsync(table, version => table.InsertRowAsync(entry, version, Cancelled)));
        Assert.False(
            await table.InsertRowAsync(entry, (await table.ReadAllAsync(Cancelled)).Version.Next(), Cancelled));

        entry.Status = SiloStatus.Active;
        entry.SuspectTimes = [Tuple.Create(Entry(2).SiloAddress, Now)];
        var stale = (await table.ReadAllAsync(Cancelled)).Version.Next();
        Assert.True(await table.UpdateRowAsync(entry, stale.VersionEtag, stale, Cancelled));
        Assert.False(await table.UpdateRowAsync(entry, stale.VersionEtag, stale, Cancelled));
        Assert.False(await WithNextVersionAsync(
            table, version => table.UpdateRowAsync(Entry(3), version.VersionEtag, version, Cancelled)));

        entry.IAmAliveTime = Now.AddMinutes(1);
        await table.UpdateIAmAliveAsync(entry, Cancelled);

        var read = Assert.Single((await table.ReadRowAsync(entry.SiloAddress, Cancelled)).Members).Item1;
        Assert.Equal(SiloStatus.Active, read.Status);
        Assert.Equal(Now.AddMinutes(1), read.IAmAliveTime);
        Assert.Equal(Now, read.StartTime);
        Assert.Equal(Entry(2).SiloAddress, Assert.Single(read.SuspectTimes!).Item1);
        Assert.Equal((entry.HostName, entry.SiloName, entry.ProxyPort), (read.HostName, read.SiloName, read.ProxyPort));
        Assert.Empty((await table.ReadRowAsync(Entry(4).SiloAddress, Cancelled)).Members);
    }

    [Fact]
    public async Task Old_rows_go_unless_they_are_active()
    {
        var table = _silo.Membership;
        var (dead, active) = (Entry(10, SiloStatus.Dead), Entry(11, SiloStatus.Active));
        dead.IAmAliveTime = Now.AddTicks(12_340);
        Assert.True(await WithNextVersionAsync(table, version => table.InsertRowAsync(dead, version, Cancelled)));
        Assert.True(await WithNextVersionAsync(table, version => table.InsertRowAsync(active, version, Cancelled)));

        await table.CleanupDefunctSiloEntriesAsync(Now, Cancelled);
        Assert.Single((await table.ReadRowAsync(dead.SiloAddress, Cancelled)).Members);
        await table.CleanupDefunctSiloEntriesAsync(Now.AddDays(1), Cancelled);

        Assert.Empty((await table.ReadRowAsync(dead.SiloAddress, Cancelled)).Members);
        Assert.Single((await table.ReadRowAsync(active.SiloAddress, Cancelled)).Members);
    }

    [Fact]
    public async Task A_deleted_cluster_leaves_no_rows()
    {
        await _database.ExecuteAsync("""
            insert into orleansmembershipversiontable (deploymentid) values ('gone');
            insert into orleansmembershiptable values ('gone', '127.0.0.1', 1, 1, 's', 'h', 6, 2, null, now(), now());
            """);

        await _silo.Membership.DeleteMembershipTableEntriesAsync("gone", Cancelled);

        Assert.Equal(0, await _database.ScalarAsync<long>(
            "select count(*) from orleansmembershiptable where deploymentid = 'gone'"));
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static async Task<bool> WithNextVersionAsync(
        IMembershipTable table, Func<TableVersion, Task<bool>> change) =>
        await change((await table.ReadAllAsync(Cancelled)).Version.Next());

    private static MembershipEntry Entry(int number, SiloStatus status = SiloStatus.Joining) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Parse("10.0.0.1"), 11111, number),
        HostName = "host",
        SiloName = $"silo{number}",
        ProxyPort = 30000,
        Status = status,
        StartTime = Now,
        IAmAliveTime = Now,
        SuspectTimes = [],
    };
}

using Orleans.Runtime;

namespace Orchestrix.PostgreSQL.Tests.Cluster;

/// <summary>The statements of the reminder provider, through Orleans' own table.</summary>
public sealed class ReminderTableTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private static readonly DateTime Start = new(2030, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_keeps_start_and_a_period_longer_than_an_int_of_milliseconds()
    {
        var table = fixture.Silo.Reminders;
        var grain = NewGrain();
        await table.UpsertRow(Entry(grain, "long", TimeSpan.FromDays(60)), Cancelled);
        await table.UpsertRow(Entry(grain, "short", TimeSpan.FromMinutes(1)), Cancelled);

        var read = await table.ReadRow(grain, "long", Cancelled);
        Assert.Equal((Start, TimeSpan.FromDays(60)), (read!.StartAt, read.Period));
        Assert.Equal(2, (await table.ReadRows(grain, Cancelled)).Reminders.Count);
        Assert.Null(await table.ReadRow(grain, "other", Cancelled));
    }

    [Fact]
    public async Task A_row_is_removed_by_its_current_etag_only()
    {
        var table = fixture.Silo.Reminders;
        var grain = NewGrain();
        var first = await table.UpsertRow(Entry(grain, "r", TimeSpan.FromMinutes(1)), Cancelled);
        var second = await table.UpsertRow(Entry(grain, "r", TimeSpan.FromMinutes(2)), Cancelled);

        Assert.NotEqual(first, second);
        Assert.False(await table.RemoveRow(grain, "r", first!, Cancelled));
        Assert.True(await table.RemoveRow(grain, "r", second!, Cancelled));
        Assert.Null(await table.ReadRow(grain, "r", Cancelled));
    }

    [Fact]
    public async Task Concurrent_upserts_of_one_reminder_all_succeed_with_versions_of_their_own()
    {
        var table = fixture.Silo.Reminders;
        var grain = NewGrain();

        var etags = await Task.WhenAll(Enumerable.Range(1, 16)
            .Select(i => table.UpsertRow(Entry(grain, "r", TimeSpan.FromMinutes(i)), Cancelled)));

        Assert.Equal(16, etags.Distinct().Count());
    }

    [Fact]
    public async Task Each_range_of_the_ring_has_its_reminders_and_none_else()
    {
        var table = fixture.Silo.Reminders;
        var grains = Enumerable.Range(0, 50).Select(_ => NewGrain()).ToArray();
        foreach (var grain in grains)
            await table.UpsertRow(Entry(grain, "range", TimeSpan.FromMinutes(1)), Cancelled);

        (uint, uint)[] ranges = [(0, 0x4000_0000), (0x4000_0000, 0xC000_0000), (0xC000_0000, 0x4000_0000), (5, 5)];
        foreach (var (begin, end) in ranges)
        {
            var expected = grains.Where(grain => InRange(grain.GetUniformHashCode(), begin, end)).ToHashSet();
            var rows = (await table.ReadRows(begin, end, Cancelled)).Reminders;
            var found = rows.Where(row => row.ReminderName == "range").Select(row => row.GrainId);
            Assert.Equal(expected, found.ToHashSet());
        }
    }

    [Fact]
    public async Task A_range_is_read_through_the_index()
    {
        var plan = string.Join('\n', await PlanAsync());

        Assert.Contains("ix_orleansreminderstable_hash", plan, StringComparison.Ordinal);
    }

    private async Task<List<string>> PlanAsync()
    {
        await using var command = fixture.Database.Owner.CreateCommand("""
            set enable_seqscan = off;
            explain select * from orleansreminderstable where serviceid = 'tests' and grainhash > 1 and grainhash <= 100
            """);
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        var lines = new List<string>();
        while (await reader.ReadAsync(Cancelled))
            lines.Add(reader.GetString(0));

        return lines;
    }

    private static bool InRange(uint hash, uint begin, uint end) =>
        begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;

    private static GrainId NewGrain() => GrainId.Create("note", Guid.NewGuid().ToString("n"));

    private static ReminderEntry Entry(GrainId grain, string name, TimeSpan period) =>
        new() { GrainId = grain, ReminderName = name, StartAt = Start, Period = period };
}

using System.ComponentModel.DataAnnotations;
using Orchestrix.Errors;
using Orchestrix.Projections;
using Orchestrix.Serialization;

namespace Orchestrix.Tests.Projections;

/// <summary>What a projection refuses before it runs.</summary>
public sealed class RowShapeTests
{
    [Fact]
    public void Columns_are_the_properties_in_snake_case_with_their_nullability()
    {
        var shape = new RowShape<Sound>("test");

        Assert.Equal(
            [("account_id", false, true), ("booked_on", true, false), ("note", true, false)],
            shape.Columns.Select(column => (column.Name, column.IsNullable, column.IsKey)));
    }

    [Fact]
    public void A_type_that_is_not_kept_is_refused_by_name()
    {
        var refused = Assert.Throws<ConfigurationException>(() => new RowShape<WithDouble>("test"));

        Assert.Contains("Amount", refused.Message, StringComparison.Ordinal);
        Assert.Contains("System.Double", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_without_a_key_or_with_a_nullable_one_is_refused()
    {
        Assert.Contains("[Key]", Assert.Throws<ConfigurationException>(() => new RowShape<Keyless>("test")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() => new RowShape<NullableKey>("test"));
    }

    [Theory]
    [InlineData("Balances", 1)]
    [InlineData("1-balances", 1)]
    [InlineData("balances'; drop table x", 1)]
    [InlineData("", 1)]
    [InlineData("balances", 0)]
    public void A_name_that_cannot_be_a_table_and_a_version_below_1_are_refused(string name, int version) =>
        Assert.Throws<ConfigurationException>(() => new Named(name, version));

    [Fact]
    public void A_handler_of_events_that_nobody_registered_is_refused()
    {
        var refused = Assert.Throws<ConfigurationException>(
            () => new Named("named", 1).FilterFor(new EventTypeRegistryBuilder().Build()));

        Assert.Contains("System.String", refused.Message, StringComparison.Ordinal);
    }

    private sealed record Sound([property: Key] string AccountId, DateOnly? BookedOn)
    {
        public string? Note { get; init; }

        public string Computed => AccountId + Note;
    }

    private sealed record WithDouble([property: Key] string Id, double Amount);

    private sealed record Keyless(string Id);

    private sealed record NullableKey([property: Key] string? Id);

    private sealed class Named : Projection<Sound>
    {
        public Named(string name, int version) : base(name, version) =>
            On<string>(static e => new Sound(e.Data, null), static (row, _) => row);
    }
}

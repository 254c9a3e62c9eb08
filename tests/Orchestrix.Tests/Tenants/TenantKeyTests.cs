using CsCheck;
using Orchestrix.Events;
using Orchestrix.Tenants;

namespace Orchestrix.Tests.Tenants;

/// <summary>Keys of tenants are taken for those of nobody else.</summary>
public sealed class TenantKeyTests
{
    private static readonly Gen<string> Tenants = Gen.Char["ab0-"].Array[1, 4]
        .Select(static letters => new string(letters)).Where(TenantKey.IsTenant);

    private static readonly Gen<string> Ids = Gen.Char["ab0-~/.ÄZ"].Array[1, 6]
        .Select(static letters => new string(letters)).Where(static id => !string.IsNullOrWhiteSpace(id));

    [Fact]
    public void A_key_tells_its_tenant_and_its_id() => Gen.Select(Tenants, Ids).Sample((tenant, id) =>
    {
        var key = TenantKey.For(tenant, id);
        var stream = StreamId.For("account", key);
        Assert.Equal(
            (tenant, id, tenant, true),
            (TenantKey.TenantOf(key), TenantKey.IdOf(key), stream.Tenant, stream.IsOf(tenant)));
    });

    [Fact]
    public void Keys_of_two_tenants_differ_and_lie_apart() =>
        Gen.Select(Tenants, Ids, Tenants, Ids).Sample((one, id, other, otherId) =>
        {
            if (one == other)
                return;
            var (key, foreign) = (TenantKey.For(one, id), TenantKey.For(other, otherId));
            Assert.NotEqual(key, foreign);
            Assert.False(StreamId.For("account", key).IsOf(other));
            Assert.True(IsWithin(one, key));
            Assert.False(IsWithin(other, key));
            Assert.False(foreign.StartsWith(TenantKey.PrefixOf(one), StringComparison.Ordinal));
        });

    [Theory]
    [InlineData("alice")]
    [InlineData("~alice")]
    [InlineData("acme~")]
    [InlineData("Acme~alice")]
    [InlineData("-acme~alice")]
    [InlineData("ac me~alice")]
    [InlineData("bank/transfer/acme~1/credit")]
    [InlineData("acme\uFF5Ealice")]
    [InlineData("a23456789-123456789-123456789-123456789-1~alice")]
    public void A_key_that_begins_with_no_tenant_is_nobodys(string key)
    {
        Assert.Null(TenantKey.TenantOf(key));
        Assert.Equal(key, TenantKey.IdOf(key));
        Assert.Null(StreamId.For("account", key).Tenant);
        Assert.False(StreamId.For("account", key).IsOf("acme"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Acme")]
    [InlineData("acme~")]
    [InlineData("acme/")]
    [InlineData("acmé")]
    [InlineData("a23456789-123456789-123456789-123456789-1")]
    public void What_is_no_name_makes_no_key(string tenant) =>
        Assert.Throws<ArgumentException>(() => TenantKey.For(tenant, "alice"));

    [Fact]
    public void Without_a_tenant_the_key_is_the_id() => Assert.Equal("alice", TenantKey.For(null, "alice"));

    private static bool IsWithin(string tenant, string key) =>
        string.CompareOrdinal(key, TenantKey.PrefixOf(tenant)) > 0
        && string.CompareOrdinal(key, TenantKey.Beyond(tenant)) < 0;
}

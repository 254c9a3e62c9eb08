using System.Net;
using Orchestrix.Observability.Http;

namespace Orchestrix.Tests.Observability;

/// <summary>Who counts as one caller, for limits and in logs.</summary>
public sealed class CallerAddressTests
{
    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2::", "2001:db8:1:2::")]
    [InlineData("fe80::1%3", "fe80::")]
    [InlineData(null, "unknown")]
    public void One_caller_has_one_address(string? address, string caller) =>
        Assert.Equal(caller, CallerAddress.Of(address is null ? null : IPAddress.Parse(address)).ToString());
}

using Bank.Client;
using Bank.Contracts.Security;
using Orchestrix.Errors;

namespace Orchestrix.Cluster.Tests.Tenants;

/// <summary>An API that would keep tenants apart by half does not start.</summary>
public sealed class TenantSettingsTests
{
    [Theory]
    [InlineData("tenant", null, false, "Auth:ApiKeys:0:Tenant is missing")]
    [InlineData("tenant", "Acme", false, "Auth:ApiKeys:0:Tenant must be 1 to 40 lowercase letters")]
    [InlineData("tenant", "-acme", false, "Auth:ApiKeys:0:Tenant must be 1 to 40 lowercase letters")]
    [InlineData("tenant", "ac~me", false, "Auth:ApiKeys:0:Tenant must be 1 to 40 lowercase letters")]
    [InlineData("tenant", "acme/globex", false, "Auth:ApiKeys:0:Tenant must be 1 to 40 lowercase letters")]
    [InlineData("tenant", "acme", true, "Auth:ApiKeys:0:IsOfInstallation must not be true")]
    [InlineData(null, "acme", false, "Auth:ApiKeys:0:Tenant keeps nobody apart without Auth:TenantClaim")]
    public void A_key_that_is_of_no_tenant_by_mistake_stops_the_start(
        string? claim, string? tenant, bool isOfInstallation, string message)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Build(claim, tenant, isOfInstallation));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tenant", "acme", false)]
    [InlineData("tenant", null, true)]
    [InlineData(null, null, false)]
    [InlineData(null, null, true)]
    public async Task A_key_that_says_whose_it_is_is_taken(string? claim, string? tenant, bool isOfInstallation) =>
        await Build(claim, tenant, isOfInstallation).DisposeAsync();

    private static Microsoft.AspNetCore.Builder.WebApplication Build(
        string? claim, string? tenant, bool isOfInstallation) => ClientApp.Build(
    [
        .. ApiKey.New().ToSettings(0, "ada", ["reader"], TimeProvider.System.GetUtcNow().AddDays(1))
            .Select(static one => $"--{one.Key}={one.Value}"),
        .. claim is null ? Array.Empty<string>() : [$"--Auth:TenantClaim={claim}"],
        .. tenant is null ? Array.Empty<string>() : [$"--Auth:ApiKeys:0:Tenant={tenant}"],
        $"--Auth:ApiKeys:0:IsOfInstallation={isOfInstallation}",
    ]);
}

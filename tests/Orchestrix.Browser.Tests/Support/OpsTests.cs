namespace Orchestrix.Browser.Tests.Support;

/// <summary>One cluster and one browser for all tests, one test at a time.</summary>
[CollectionDefinition(Name)]
public sealed class OpsTests : ICollectionFixture<OpsFixture>
{
    public const string Name = "operations";
}

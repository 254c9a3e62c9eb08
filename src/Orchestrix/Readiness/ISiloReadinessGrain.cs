namespace Orchestrix.Readiness;

/// <summary>Speaks for one silo; the key is the silo's address.</summary>
[Alias("orchestrix.silo-readiness-grain")]
internal interface ISiloReadinessGrain : IGrainWithStringKey
{
    [Alias("report")]
    Task<SiloReport> ReportAsync();
}

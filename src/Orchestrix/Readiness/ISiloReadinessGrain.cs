namespace Orchestrix.Readiness;

/// <summary>Speaks for one silo; the key is the silo's address.</summary>
[Alias("orchestrix.silo-readiness-grain")]
internal interface ISiloReadinessGrain : IGrainWithStringKey
{
    [Alias("report")]
    Task<SiloReport> ReportAsync();

    /// <summary>Runs the checks of its <see cref="ISiloReadinessSource"/>s.</summary>
    [Alias("check")]
    Task<SiloAnswer> CheckAsync(ReadinessProfile profile);
}

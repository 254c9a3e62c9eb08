namespace Orchestrix.LogConsistency;

/// <summary>Why raised events were not appended, and which.</summary>
/// <param name="First">Number of the first such event.</param>
/// <param name="Last">Number of the last such event.</param>
/// <param name="Exception">The reason.</param>
internal sealed record ConfirmationFailure(long First, long Last, Exception Exception)
{
    /// <summary>
    /// True once a caller was told. An untold failure is told to whoever confirms next, so that none is silent.
    /// </summary>
    public bool IsTold { get; set; }
}

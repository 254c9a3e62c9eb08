namespace Orchestrix.Readiness;

/// <summary>
/// A part of the installation that can measure itself. Register one as a service to add checks; every silo has it, and
/// the silo that was asked runs it.
/// </summary>
public interface IReadinessSource
{
    /// <summary>The checks that it knows.</summary>
    IReadOnlyList<ReadinessCheck> Checks { get; }

    /// <summary>
    /// Measures. A check without a result has failed; what is thrown is the evidence of all that have none.
    /// </summary>
    /// <param name="profile">What is asked for; checks of later profiles need not run.</param>
    /// <param name="cancellationToken">The time is up.</param>
    IAsyncEnumerable<CheckResult> RunAsync(ReadinessProfile profile, CancellationToken cancellationToken);
}

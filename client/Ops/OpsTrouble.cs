using Bank.Client.Problems;
using Orchestrix.Errors;

namespace Bank.Client.Ops;

/// <summary>Why a page cannot show what it should.</summary>
/// <param name="Title">In a few words.</param>
/// <param name="Advice">What that means, and what to do.</param>
public sealed record OpsTrouble(string Title, string Advice)
{
    internal static OpsTrouble NoSilo { get; } = new(
        "No silo answers",
        "The cluster cannot be reached from here. What was acknowledged is in PostgreSQL. Look at the silos' health "
        + "and logs. This page tries again by itself.");

    internal static OpsTrouble MayNotAct { get; } = new(
        "You may look, but not act",
        "Nothing was changed. Acts need the role operator; sign in with a key that has it, or ask somebody who does.");

    /// <summary>The problem of an HTTP answer, as a page says it.</summary>
    internal static OpsTrouble Of(string code, ProblemResult problem) => code switch
    {
        _ when code.StartsWith("cluster.", StringComparison.Ordinal) => NoSilo,
        _ when code.StartsWith("orchestrix.store", StringComparison.Ordinal) => new OpsTrouble(
            "The silos do not reach PostgreSQL",
            "A silo answers, but cannot read the event store. Look at PostgreSQL and at the silos' logs. This page "
            + "tries again by itself."),
        _ => new OpsTrouble(problem.Title, problem.Detail ?? ""),
    };
}

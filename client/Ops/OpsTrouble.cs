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
}

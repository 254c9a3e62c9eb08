namespace Bank.Client.Problems;

/// <summary>A kind of problem, as RFC 9457 understands it: the URI and the title never change.</summary>
/// <param name="Code">Stable, for programs; the last part of the URI.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">For people; the same for every occurrence.</param>
internal sealed record ProblemType(string Code, int Status, string Title)
{
    /// <summary>Identifies the kind. A URN: it names, and promises no page that could move.</summary>
    public string Uri => $"urn:orchestrix:problem:{Code}";
}

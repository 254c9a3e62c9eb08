using Bank.Client.Problems;
using Orchestrix.Projections;

namespace Bank.Client.Requests;

/// <summary>Asks for a rebuild.</summary>
public sealed record RebuildRequest
{
    /// <summary>
    /// When the rebuilt table becomes the active one: <c>if-equal</c>, the default, if its rows equal the active ones;
    /// <c>always</c>, to repair them; <c>never</c>, only to compare.
    /// </summary>
    public string? Activate { get; init; }

    internal (RebuildActivation Activation, IReadOnlyList<ProblemError> Errors) Read() => Activate switch
    {
        null or "if-equal" => (RebuildActivation.IfEqual, []),
        "always" => (RebuildActivation.Always, []),
        "never" => (RebuildActivation.Never, []),
        _ => (default, [new ProblemError("activate", "one-of", "activate must be if-equal, always or never.")]),
    };
}

using Orchestrix.Errors;

namespace Orchestrix.Projections;

/// <summary>
/// Another generation of the projection has become the active one; nothing was written. Whoever reads the log for the
/// projection begins again and goes on with the new one.
/// </summary>
[GenerateSerializer, Alias("orchestrix.projection-replaced-exception")]
public sealed class ProjectionReplacedException : OrchestrixException
{
    /// <summary>Creates the exception.</summary>
    public ProjectionReplacedException(string message)
        : base(ErrorCodes.ProjectionReplaced, message)
    {
    }
}

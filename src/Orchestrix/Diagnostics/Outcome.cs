namespace Orchestrix.Diagnostics;

/// <summary>The values of the label <c>status</c>.</summary>
internal static class Outcome
{
    /// <summary>It was done.</summary>
    public const string Success = "success";

    /// <summary>The domain refused it.</summary>
    public const string Rejected = "rejected";

    /// <summary>It was decided on a version that had passed.</summary>
    public const string Conflict = "conflict";

    /// <summary>It failed, or its outcome is not known.</summary>
    public const string Error = "error";
}

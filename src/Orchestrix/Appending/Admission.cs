namespace Orchestrix.Appending;

/// <summary>What became of a commit that was handed to a queue.</summary>
internal enum Admission
{
    /// <summary>It has a place.</summary>
    Entered,

    /// <summary>It waits for a place.</summary>
    Full,

    /// <summary>Its stream holds all the places that one stream may have.</summary>
    StreamIsFull,

    /// <summary>The queue takes no more.</summary>
    Closed,
}

namespace Orchestrix.Projections;

/// <summary>How a property of a row is kept.</summary>
public enum ColumnKind
{
    /// <summary>A text, compared by its bytes in UTF-8.</summary>
    Text,

    /// <summary>A decimal number, with the digits behind the point that it was written with.</summary>
    Number,

    /// <summary>A whole number of 16 bits.</summary>
    Whole16,

    /// <summary>A whole number of 32 bits.</summary>
    Whole32,

    /// <summary>A whole number of 64 bits.</summary>
    Whole64,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A GUID.</summary>
    Uuid,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A moment in UTC, to the microsecond.</summary>
    Timestamp,

    /// <summary>The name of a member of an enum, as text.</summary>
    EnumName,

    /// <summary>Bytes.</summary>
    Bytes,
}

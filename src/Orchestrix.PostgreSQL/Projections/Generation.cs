namespace Orchestrix.PostgreSQL.Projections;

/// <summary>A row of <c>orchestrix.projections</c>.</summary>
internal readonly record struct Generation(int Number, int Version, string State)
{
    public const string Building = "building";
    public const string Active = "active";
    public const string Retired = "retired";
}

namespace Orchestrix.PostgreSQL.Migrations;

/// <summary>A migration that this program has and the database has not.</summary>
/// <param name="Version">Its number; the first is 1.</param>
/// <param name="Name">Its file name, for example <c>0002_orleans.sql</c>.</param>
public sealed record PendingMigration(int Version, string Name);

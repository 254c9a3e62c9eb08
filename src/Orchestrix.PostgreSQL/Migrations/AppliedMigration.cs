namespace Orchestrix.PostgreSQL.Migrations;

/// <summary>A migration that the database has.</summary>
/// <param name="Version">Its number; the first is 1.</param>
/// <param name="Name">Its file name, for example <c>0001_event_log.sql</c>.</param>
/// <param name="Checksum">SHA-256 of the file with LF line ends, in lower case hexadecimal.</param>
/// <param name="AppliedAt">When it was applied, by the database's clock.</param>
/// <param name="AppliedBy">The role that applied it.</param>
public sealed record AppliedMigration(
    int Version, string Name, string Checksum, DateTimeOffset AppliedAt, string AppliedBy);

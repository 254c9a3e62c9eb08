using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Sessions;

namespace Orchestrix.PostgreSQL.Hosting;

/// <summary>Checks what attributes cannot say. No message repeats a connection string.</summary>
internal sealed class PostgreSQLOptionsValidator(IHostEnvironment? environment = null)
    : IValidateOptions<PostgreSQLOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgreSQLOptions options)
    {
        if (options.MinPoolSize > options.MaxPoolSize)
            return ValidateOptionsResult.Fail("PostgreSQLOptions.MinPoolSize is greater than MaxPoolSize.");
        if (options.CapacityBytes <= 0)
            return ValidateOptionsResult.Fail("PostgreSQLOptions.CapacityBytes is not positive; it is in bytes.");
        if (options.AppendDeadline <= TimeSpan.Zero || options.ReadDeadline <= TimeSpan.Zero
            || options.ConnectTimeout <= TimeSpan.Zero || options.CommandTimeout <= TimeSpan.Zero
            || options.SnapshotLockTimeout < TimeSpan.FromMilliseconds(1) || options.SealInterval <= TimeSpan.Zero)
        {
            return ValidateOptionsResult.Fail("PostgreSQLOptions holds a time that is not positive.");
        }
        if (options.CommandTimeout > options.AppendDeadline / 2
            || options.ConnectTimeout + options.CommandTimeout > options.AppendDeadline)
        {
            return ValidateOptionsResult.Fail(
                $"PostgreSQLOptions.AppendDeadline ({options.AppendDeadline}) leaves no time to send an append again "
                + "that got no answer, and it would end as uncertain. It has to be at least twice CommandTimeout "
                + $"({options.CommandTimeout}), and at least CommandTimeout and ConnectTimeout "
                + $"({options.ConnectTimeout}) together.");
        }
        if (ConnectionString.Read(options.ConnectionString) is not { } application
            || ConnectionString.Read(options.MigrationConnectionString ?? options.ConnectionString) is not { } owner)
        {
            return ValidateOptionsResult.Fail(
                "PostgreSQLOptions holds a connection string that PostgreSQL's driver cannot read; "
                + "it has the form Host=...;Port=5432;Database=...;Username=...;Password=...");
        }
        if (options.IsUnverifiedDatabaseAllowed || environment?.IsProduction() != true)
            return ValidateOptionsResult.Success;
        return (Objection(application, nameof(options.ConnectionString))
            ?? Objection(owner, nameof(options.MigrationConnectionString))) is { } objection
            ? ValidateOptionsResult.Fail(objection)
            : ValidateOptionsResult.Success;

        static string? Objection(NpgsqlConnectionStringBuilder connection, string setting) =>
            ConnectionString.Objection(
                connection, $"{nameof(PostgreSQLOptions)}.{setting}",
                $"{nameof(PostgreSQLOptions)}.{nameof(PostgreSQLOptions.IsUnverifiedDatabaseAllowed)}");
    }
}

using Microsoft.Extensions.Options;
using Npgsql;

using Orchestrix.PostgreSQL.EventStore;

namespace Orchestrix.PostgreSQL.Hosting;

/// <summary>Checks what attributes cannot say. No message repeats a connection string.</summary>
internal sealed class PostgreSQLOptionsValidator : IValidateOptions<PostgreSQLOptions>
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
        return IsConnectionString(options.ConnectionString)
            && (options.MigrationConnectionString is null || IsConnectionString(options.MigrationConnectionString))
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "PostgreSQLOptions holds a connection string that PostgreSQL's driver cannot read; "
                + "it has the form Host=...;Port=5432;Database=...;Username=...;Password=...");
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(text).Host);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            return false;
        }
    }
}

using Npgsql;
using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>Creates roles and databases in a local cluster, as its superuser.</summary>
internal static class LocalProvisioning
{
    public static async Task CreateRolesAsync(
        string superuser, LocalCredentials credentials, CancellationToken cancellationToken)
    {
        var sql = EmbeddedSql.Read("Local.Sql.provision_roles.sql")
            .Replace("{owner_password}", credentials.Owner, StringComparison.Ordinal)
            .Replace("{application_password}", credentials.Application, StringComparison.Ordinal);
        await ExecuteAsync(superuser, sql, cancellationToken).ConfigureAwait(false);
    }

    public static async Task CreateDatabaseAsync(
        string superuser, string superuserInDatabase, string database, string template,
        CancellationToken cancellationToken)
    {
        var exists = await ExecuteAsync(
            superuser, EmbeddedSql.Read("Local.Sql.database_exists.sql"), cancellationToken, database)
                .ConfigureAwait(false);
        if (exists is not true)
        {
            await ExecuteAsync(superuser, Named("create_database", database, template), cancellationToken)
                .ConfigureAwait(false);
        }

        await ExecuteAsync(superuserInDatabase, Named("provision_database", database, template), cancellationToken)
            .ConfigureAwait(false);
    }

    private static string Named(string statement, string database, string template) =>
        EmbeddedSql.Read($"Local.Sql.{statement}.sql")
            .Replace("{database}", EmbeddedSql.Identifier(database), StringComparison.Ordinal)
            .Replace("{template}", EmbeddedSql.Identifier(template), StringComparison.Ordinal);

    // Not pooled: an idle connection would keep a database from being copied or dropped.
    private static async Task<object?> ExecuteAsync(
        string connectionString, string sql, CancellationToken cancellationToken, params string[] parameters)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        var connection = new NpgsqlConnection(builder.ConnectionString);
        await using var disposal = connection.ConfigureAwait(false);
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        // Embedded text; the substitutions are quoted identifiers and hexadecimal passwords.
#pragma warning disable CA2100
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });

        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}

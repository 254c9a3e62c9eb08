using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Local;

namespace Orchestrix.Cli.Connections;

/// <summary>The connection of the role that owns the schema.</summary>
internal static class OwnerConnection
{
    /// <summary>The environment variables that are looked at, in this order.</summary>
    public static IReadOnlyList<string> Variables { get; } =
        [ProvisionedPostgres.OwnerConnectionStringVariable, "ConnectionStrings__OrchestrixOwner"];

    /// <summary>Opens nothing yet.</summary>
    /// <param name="file">A file that holds nothing but the connection string; null looks into the environment.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="ConfigurationException">There is none, or it cannot be read.</exception>
    public static NpgsqlDataSource Find(string? file, Func<string, string?> environment) =>
        NpgsqlDataSource.Create(ConnectionText.FindPrimary(file, Variables, environment));
}

using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Local;

namespace Orchestrix.Cli.Connections;

/// <summary>A connection that can change nothing, of any role that may read the log.</summary>
internal static class ReadOnlyConnection
{
    /// <summary>What the help of a reading command says about its connection.</summary>
    public const string Help = """
        The connection string is that of any role that may read the log. It is read from the file of --connection-file,
        else from ORCHESTRIX_POSTGRES, else from ConnectionStrings__Orchestrix, else from the variables of the owner
        that `migrate` reads, or from files as there. The session is read-only.
        """;

    /// <summary>The environment variables that are looked at, in this order.</summary>
    public static IReadOnlyList<string> Variables { get; } =
        [ProvisionedPostgres.ConnectionStringVariable, "ConnectionStrings__Orchestrix", .. OwnerConnection.Variables];

    /// <summary>Opens nothing yet.</summary>
    /// <param name="file">A file that holds nothing but the connection string; null looks into the environment.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="ConfigurationException">There is none, or it cannot be read.</exception>
    public static NpgsqlDataSource Find(string? file, Func<string, string?> environment)
    {
        var connection = ConnectionText.Find(file, Variables, environment);
        connection.Options = $"{connection.Options} -c default_transaction_read_only=on".TrimStart();
        connection.ApplicationName ??= "orchestrix";
        return NpgsqlDataSource.Create(connection);
    }
}

using System.CommandLine;
using Npgsql;
using Orchestrix.PostgreSQL.Local;

namespace Orchestrix.Cli.Connections;

/// <summary>
/// Finds the connection string of the application's role, or of the owner: either may do what an operator does.
/// </summary>
internal static class ApplicationConnection
{
    /// <summary>What the help of every command says about it.</summary>
    public const string Help = """
        The connection string is that of the application's role or of the owner. It is read from the file of
        --connection-file, else from ORCHESTRIX_POSTGRES, ConnectionStrings__Orchestrix, ORCHESTRIX_POSTGRES_OWNER or
        ConnectionStrings__OrchestrixOwner; never from an argument, which every user of the machine could read. A name
        with File behind it (_FILE behind ORCHESTRIX_POSTGRES and ORCHESTRIX_POSTGRES_OWNER) names a file instead.
        """;

    /// <summary>The environment variables that are looked at, in this order.</summary>
    public static IReadOnlyList<string> Variables { get; } =
    [
        ProvisionedPostgres.ConnectionStringVariable, "ConnectionStrings__Orchestrix",
        .. OwnerConnection.Variables,
    ];

    /// <summary>The option that names a file.</summary>
    public static Option<string?> FileOption() => new("--connection-file")
    {
        HelpName = "path",
        Description = "A file that holds nothing but the connection string.",
    };

    /// <summary>Opens nothing yet.</summary>
    /// <exception cref="Errors.ConfigurationException">There is none, or it cannot be read.</exception>
    public static NpgsqlDataSource Find(string? file) =>
        NpgsqlDataSource.Create(ConnectionText.FindPrimary(file, Variables, Environment.GetEnvironmentVariable));
}

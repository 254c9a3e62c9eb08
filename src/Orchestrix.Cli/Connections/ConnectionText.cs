using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Security.Secrets;

namespace Orchestrix.Cli.Connections;

/// <summary>
/// Finds a connection string in a file or in the environment. Never among the arguments, which every user of the
/// machine can read; and its text is in no message.
/// </summary>
internal static class ConnectionText
{
    /// <summary>Reads and parses it; opens nothing yet.</summary>
    /// <param name="file">A file that holds nothing but the connection string; null looks into the environment.</param>
    /// <param name="variables">The environment variables that are looked at, in this order.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="ConfigurationException">There is none, or it cannot be read.</exception>
    public static NpgsqlConnectionStringBuilder Find(
        string? file, IReadOnlyList<string> variables, Func<string, string?> environment)
    {
        var text = file is null
            ? FromEnvironment(variables, environment)
            : SecretFile.Read(file, "--connection-file");
        var connection = ConnectionString.Read(text) ?? throw new ConfigurationException(
            "The connection string is malformed; expected for example "
            + "Host=db;Database=bank;Username=orchestrix_owner;Password=...;SSL Mode=VerifyFull");
        // Not refused: this program knows no Production, and is used on servers under development as well.
        if (ConnectionString.FindUnverified(connection) is { } server)
        {
            Console.Error.WriteLine($"orchestrix: warning: PostgreSQL at {server} need not prove who it is (SSL Mode="
                + $"{connection.SslMode}), so whoever is on the way can read and change what is sent. Add SSL Mode="
                + "VerifyFull;Root Certificate=PATH to the connection string.");
        }
        return connection;
    }

    /// <summary>The same; of several servers, the primary is used unless the text says otherwise.</summary>
    /// <inheritdoc cref="Find"/>
    public static NpgsqlConnectionStringBuilder FindPrimary(
        string? file, IReadOnlyList<string> variables, Func<string, string?> environment)
    {
        var connection = Find(file, variables, environment);
        SeveralHosts.UsePrimary(connection);
        return connection;
    }

    private static string FromEnvironment(IReadOnlyList<string> variables, Func<string, string?> environment) =>
        variables.Select(variable => SecretFile.Choose(
                environment(variable)?.Trim(), environment(FileOf(variable)), variable, FileOf(variable)))
            .FirstOrDefault(static text => text is not null)
        ?? throw new ConfigurationException(
            $"No connection string. Set {string.Join(" or ", variables)} in the environment, or name a file that holds "
            + $"it with --connection-file or {string.Join(" or ", variables.Select(FileOf))}.");

    // As the settings of the hosts are named, and as is usual for variables.
    private static string FileOf(string variable) =>
        variable.Contains("__", StringComparison.Ordinal) ? $"{variable}File" : $"{variable}_FILE";
}

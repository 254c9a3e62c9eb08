using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Local;

namespace Orchestrix.Cli.Connections;

/// <summary>
/// Finds the connection string of the role that owns the schema: in a file or in the environment. Never among the
/// arguments, which every user of the machine can read.
/// </summary>
internal static class OwnerConnection
{
    /// <summary>The environment variables that are looked at, in this order.</summary>
    public static IReadOnlyList<string> Variables { get; } =
        [ProvisionedPostgres.OwnerConnectionStringVariable, "ConnectionStrings__OrchestrixOwner"];

    /// <summary>Opens nothing yet.</summary>
    /// <param name="file">A file that holds nothing but the connection string; null looks into the environment.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="ConfigurationException">
    /// There is none, or it cannot be read. Its text is in no message.
    /// </exception>
    public static NpgsqlDataSource Find(string? file, Func<string, string?> environment) =>
        Find(file, environment, Variables);

    /// <summary>The same with variables of another role.</summary>
    internal static NpgsqlDataSource Find(
        string? file, Func<string, string?> environment, IReadOnlyList<string> variables)
    {
        var text = file is null ? FromEnvironment(environment, variables) : FromFile(file);
        try
        {
            return NpgsqlDataSource.Create(text);
        }
        // The parser's own message may repeat a part of the text, and with it a password.
        catch (ArgumentException)
        {
            throw new ConfigurationException("The connection string is malformed; expected for example "
                + "Host=db;Database=bank;Username=orchestrix_owner;Password=...;SSL Mode=VerifyFull");
        }
    }

    private static string FromEnvironment(Func<string, string?> environment, IReadOnlyList<string> variables) =>
        variables.Select(environment).FirstOrDefault(static text => !string.IsNullOrWhiteSpace(text))
        ?? throw new ConfigurationException(
            $"No connection string. Set {string.Join(" or ", variables)} in the environment, or name a "
            + "file that holds it with --connection-file.");

    private static string FromFile(string file)
    {
        try
        {
            var text = File.ReadAllText(file).Trim();
            return text.Length > 0
                ? text
                : throw new ConfigurationException($"{file} is empty; expected a connection string.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{file} cannot be read: {exception.Message}", exception);
        }
    }
}

using Bank.Client.Configuration;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Sessions;

namespace Bank.Client.Cluster;

/// <summary>The database in which gateways are found.</summary>
internal static class MembershipDatabase
{
    private const string Setting = $"ConnectionStrings:{ClusterSettings.ConnectionStringName}";

    /// <summary>Refuses a connection string that is none, or in Production one that believes anybody.</summary>
    /// <exception cref="ConfigurationException">The message says what to do, and repeats no password.</exception>
    public static void Check(ClusterSettings settings, IHostEnvironment environment)
    {
        var connection = ConnectionString.Read(settings.ConnectionString) ?? throw new ConfigurationException(
            $"{Setting} cannot be read; it has the form Host=db;Database=bank;Username=orchestrix_app;Password=...;"
            + "SSL Mode=VerifyFull;Root Certificate=...");
        if (settings.IsUnverifiedDatabaseAllowed || !environment.IsProduction())
            return;
        const string permission = $"{ClusterSettings.Section}:{nameof(settings.IsUnverifiedDatabaseAllowed)}";
        if (ConnectionString.Objection(connection, Setting, permission) is { } objection)
            throw new ConfigurationException(objection);
    }
}

using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Local;

namespace Bank.Silo.Configuration;

/// <summary>
/// The database of this silo: that of the connection strings <c>Orchestrix</c> and <c>OrchestrixOwner</c>, or in
/// Development a private server that lives as long as the silo.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly LocalPostgres? _local;

    private Database(string connectionString, string? ownerConnectionString, LocalPostgres? local) =>
        (ConnectionString, OwnerConnectionString, _local) = (connectionString, ownerConnectionString, local);

    public string ConnectionString { get; }

    /// <summary>Null if the application's role is to verify the schema only.</summary>
    public string? OwnerConnectionString { get; }

    public static async Task<Database> FindAsync(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration.GetConnectionString("Orchestrix") is { Length: > 0 } connectionString)
            return new Database(connectionString, configuration.GetConnectionString("OrchestrixOwner"), null);
        if (!environment.IsDevelopment())
        {
            throw new ConfigurationException(
                "No connection string. Set ConnectionStrings__Orchestrix in the environment, for "
                + "example Host=db;Database=bank;Username=orchestrix_app;Password=...;SSL Mode=VerifyFull");
        }
        var settings = configuration.GetSection(SiloSettings.Section).Get<SiloSettings>() ?? new SiloSettings();
        var local = await LocalPostgres.StartAsync(
            new LocalPostgresOptions { DataDirectory = settings.DataDirectory }, CancellationToken.None);
        return new Database(local.ApplicationConnectionString, local.OwnerConnectionString, local);
    }

    public async ValueTask DisposeAsync()
    {
        if (_local is not null)
            await _local.DisposeAsync();
    }
}

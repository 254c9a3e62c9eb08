using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.Security.Secrets;

namespace Bank.Silo.Configuration;

/// <summary>
/// The database of this silo: that of the connection strings <c>Orchestrix</c> and <c>OrchestrixOwner</c>, or of the
/// files that <c>OrchestrixFile</c> and <c>OrchestrixOwnerFile</c> name; or in Development a private server that lives
/// as long as the silo.
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
        var owner = SecretFile.Find(configuration, "ConnectionStrings:OrchestrixOwner");
        if (SecretFile.Find(configuration, "ConnectionStrings:Orchestrix") is { } connectionString)
            return new Database(connectionString, owner, null);
        if (!environment.IsDevelopment())
        {
            throw new ConfigurationException(
                "No connection string. Set ConnectionStrings__Orchestrix in the environment, or let "
                + "ConnectionStrings__OrchestrixFile name a file with it, for example Host=db;Database=bank;"
                + "Username=orchestrix_app;Password=...;SSL Mode=VerifyFull;Root Certificate=...");
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

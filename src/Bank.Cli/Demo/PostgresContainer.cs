using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Docker.DotNet;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Local;
using Testcontainers.PostgreSql;

namespace Bank.Cli.Demo;

/// <summary>
/// PostgreSQL in a container, reachable from this machine only, with its data in a volume that outlives it. CI has no
/// Docker engine: no test starts this class, so nothing else belongs here.
/// </summary>
internal sealed class PostgresContainer : IAsyncDisposable
{
    private const string Image = "postgres:17";
    private const string Loopback = "127.0.0.1";

    private readonly PostgreSqlContainer _container;
    private readonly string _name;
    private readonly string _password;

    private PostgresContainer(PostgreSqlContainer container, string name, string password) =>
        (_container, _name, _password) = (container, name, password);

    private int Port => _container.GetMappedPublicPort(PostgreSqlBuilder.PostgreSqlPort);

    private string SuperuserConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = Loopback,
        Port = Port,
        Database = PostgreSqlBuilder.DefaultDatabase,
        Username = PostgreSqlBuilder.DefaultUsername,
        Password = _password,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Starts a container on the volume of the data directory; null if no Docker engine answers.</summary>
    /// <exception cref="ConfigurationException">Docker answers and the container does not start.</exception>
    public static async Task<ProvisionedPostgres?> TryStartAsync(
        LocalPostgresOptions options, Action<string> report, CancellationToken cancellationToken)
    {
        var name = ContainerName.For(options.DataDirectory);
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        PostgresContainer server;
        try
        {
            server = new PostgresContainer(Build(name, password), name, password);
        }
        catch (DockerUnavailableException)
        {
            return null;
        }

        report($"Starting PostgreSQL in a container; the first time, Docker fetches {Image}");
        await server.StartAsync(cancellationToken);
        return await ProvisionedPostgres.AdoptAsync(
            server, server.SuperuserConnectionString, options.DatabaseName, cancellationToken);
    }

    /// <summary>Stops the server in good order; the volume stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await _container.StopAsync();
        await _container.DisposeAsync();
    }

    /// <summary>Address and volume; no password.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"PostgreSQL at {Loopback}:{Port}, container {_name}, data in the Docker volume {_name}");

    // The name keeps a second container off the same volume, where two servers would destroy the data: each is process
    // 1 of its own world and takes the other's lock file for a stale one of its own.
    private static PostgreSqlContainer Build(string name, string password) => new PostgreSqlBuilder(Image)
        .WithName(name)
        .WithAutoRemove(true)
        .WithVolumeMount(name, "/var/lib/postgresql/data")
        .WithPassword(password)
        .WithEnvironment("POSTGRES_INITDB_ARGS", "--encoding=UTF8 --locale=C --data-checksums")
        // Testcontainers turns durability off, publishes ports to the network and logs to standard output.
        .WithCommand(new OverwriteEnumerable<string>(
            ["-c", "fsync=on", "-c", "full_page_writes=on", "-c", "synchronous_commit=on"]))
        .WithCreateParameterModifier(static parameters =>
        {
            foreach (var binding in parameters.HostConfig!.PortBindings!.Values.SelectMany(static each => each))
                binding.HostIP = Loopback;
        })
        .WithLogger(NullLogger.Instance)
        .Build();

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _container.StartAsync(cancellationToken);
            await SetPasswordAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            await DisposeAsync();
            if (Explain(exception) is { } message)
                throw new ConfigurationException(message, exception);
            throw;
        }
    }

    private string? Explain(Exception exception) => exception switch
    {
        DockerApiException { StatusCode: HttpStatusCode.Conflict } =>
            $"The container {_name} already runs on this data directory. Stop the demo that started it, or "
            + $"`docker rm -f {_name}`, or use another data directory.",
        DockerApiException or ContainerNotRunningException or HttpRequestException or TimeoutException =>
            $"Docker answers, but PostgreSQL did not start in the container {_name} ({Image}): {exception.Message}",
        _ => null,
    };

    // The image sets the password only when it creates the cluster; this way nothing has to remember it.
    private async Task SetPasswordAsync(CancellationToken cancellationToken)
    {
        await using var stream = typeof(PostgresContainer).Assembly
            .GetManifestResourceStream("Bank.Cli.Demo.set_superuser_password.sql")!;
        using var reader = new StreamReader(stream);
        var sql = await reader.ReadToEndAsync(cancellationToken);
        var result = await _container.ExecScriptAsync(
            sql.Replace("{password}", _password, StringComparison.Ordinal), cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new ConfigurationException(
                $"PostgreSQL in the container {_name} did not take a password: {result.Stderr.Trim()}");
        }
    }
}

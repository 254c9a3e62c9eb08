using Npgsql;
using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>Waits until a started server accepts connections.</summary>
internal static class LocalReadiness
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task WaitAsync(
        Postmaster postmaster, string connectionString, LocalPostgresOptions options,
        CancellationToken cancellationToken)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 }
            .ConnectionString;
        var started = options.TimeProvider.GetTimestamp();
        while (true)
        {
            var failure = await TryConnectAsync(unpooled, cancellationToken).ConfigureAwait(false);
            if (postmaster.HasExited)
                throw new ConfigurationException($"PostgreSQL did not start. Its log says:\n{postmaster.StartupLog()}");

            if (failure is null)
                return;

            if (options.TimeProvider.GetElapsedTime(started) > options.StartTimeout)
            {
                await postmaster.StopAsync(cancellationToken).ConfigureAwait(false);
                throw new ConfigurationException($"PostgreSQL did not accept connections within "
                    + $"{options.StartTimeout}; raise {nameof(LocalPostgresOptions.StartTimeout)} if it recovers "
                    + "from a crash. Its log says:\n"
                    + postmaster.StartupLog(), failure);
            }

            await Task.Delay(Pause, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<Exception?> TryConnectAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            var connection = new NpgsqlConnection(connectionString);
            await using var disposal = connection.ConfigureAwait(false);
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (PostgresException e) when (e.SqlState != PostgresErrorCodes.CannotConnectNow)
        {
            throw new ConfigurationException("PostgreSQL started and refused its own superuser: "
                + $"{e.SqlState} {e.MessageText}. Was the file with the credentials changed?", e);
        }
        catch (NpgsqlException e)
        {
            return e;
        }
    }
}

using System.Text;
using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>Writes the settings of a cluster into a file of its own, which postgresql.conf includes.</summary>
internal static class ClusterConfiguration
{
    private const string FileName = "orchestrix.conf";
    private const string Include = $"include '{FileName}'";

    private static readonly string[] Reserved =
    [
        "port", "listen_addresses", "unix_socket_directories", "external_pid_file", "data_directory", "hba_file",
        "logging_collector", "log_directory", "ssl", "ssl_cert_file", "ssl_key_file",
    ];

    private static readonly string[] Durability = ["fsync", "full_page_writes", "synchronous_commit"];
    private static readonly string[] Off = ["off", "false", "no", "0"];

    public static void Validate(LocalPostgresOptions options)
    {
        foreach (var (name, value) in options.Settings)
        {
            if (Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new ConfigurationException(
                    $"The setting {name} belongs to {nameof(LocalPostgres)} and cannot be changed.");
            }

            if (Durability.Contains(name, StringComparer.OrdinalIgnoreCase) && IsOff(value.Trim()))
            {
                throw new ConfigurationException(
                    $"{name} = {value} would lose acknowledged events in a crash; it stays on.");
            }
        }
    }

    public static async Task WriteAsync(
        string dataDirectory, LocalPostgresOptions options, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("# Written at each start; edit LocalPostgresOptions.Settings instead.\n");
        var tls = options.Tls is null ? new Dictionary<string, string>() : ServerTls.Settings;
        foreach (var (name, value) in Defaults().Concat(tls).Concat(options.Settings))
            text.Append(name).Append(" = '").Append(value.Replace("'", "''", StringComparison.Ordinal)).Append("'\n");

        // Existing files are truncated, not replaced: they keep the server's user as their owner.
        var path = Path.Combine(dataDirectory, FileName);
        await File.WriteAllTextAsync(path, text.ToString(), cancellationToken).ConfigureAwait(false);
        var main = Path.Combine(dataDirectory, "postgresql.conf");
        var lines = await File.ReadAllTextAsync(main, cancellationToken).ConfigureAwait(false);
        if (!lines.Contains(Include, StringComparison.Ordinal))
            await File.AppendAllTextAsync(main, $"\n{Include}\n", cancellationToken).ConfigureAwait(false);
    }

    // PostgreSQL takes any unambiguous beginning of these words.
    private static bool IsOff(string value) =>
        value.Length > 0 && Off.Any(word => word.StartsWith(value, StringComparison.OrdinalIgnoreCase));

    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, FileName);

    private static Dictionary<string, string> Defaults() => new()
    {
        ["max_connections"] = "100",
        ["shared_buffers"] = "128MB",
        ["max_wal_size"] = "1GB",
        ["fsync"] = "on",
        ["full_page_writes"] = "on",
        ["synchronous_commit"] = "on",
        ["password_encryption"] = "scram-sha-256",
        // A week of files, one a day, each overwritten after a week.
        ["logging_collector"] = "on",
        ["log_directory"] = "log",
        ["log_filename"] = "postgresql-%a.log",
        ["log_truncate_on_rotation"] = "on",
        ["log_rotation_age"] = "1d",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
    };
}

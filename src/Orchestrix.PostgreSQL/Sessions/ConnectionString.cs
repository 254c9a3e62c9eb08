using System.Globalization;
using System.Net;
using Npgsql;

namespace Orchestrix.PostgreSQL.Sessions;

/// <summary>
/// Reads connection strings, and says whether one lets anybody on the way pose as the server. This file is compiled
/// into the client too, which reads the membership table by a connection string and must not know the store.
/// </summary>
internal static class ConnectionString
{
    /// <summary>Null if the driver cannot read it, whose own message would repeat a part of it.</summary>
    public static NpgsqlConnectionStringBuilder? Read(string? text)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrWhiteSpace(connection.Host) ? null : connection;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// What is wrong with a connection string in Production; null if each of its servers proves who it is, or is on
    /// this machine.
    /// </summary>
    /// <param name="connection">The connection string.</param>
    /// <param name="setting">What it is called.</param>
    /// <param name="permission">The setting that permits it all the same.</param>
    public static string? Objection(NpgsqlConnectionStringBuilder connection, string setting, string permission) =>
        FindUnverified(connection) is { } server
            ? $"In Production the PostgreSQL server {server} of {setting} must prove who it is; with SSL Mode="
                + $"{connection.SslMode} whoever is on the way can read and change passwords and events. Add SSL Mode="
                + "VerifyFull;Root Certificate=PATH, a file with the certificate of the authority that has signed the "
                + $"server's, or set {permission}=true if the network itself encrypts and authenticates."
            : null;

    /// <summary>A server on another machine that need not prove who it is; null if there is none.</summary>
    public static string? FindUnverified(NpgsqlConnectionStringBuilder connection) =>
        connection.SslMode == SslMode.VerifyFull
            ? null
            : Hosts(connection).FirstOrDefault(static server => !IsOnThisMachine(server));

    /// <summary>The servers that are named, each as <c>host</c> or <c>host:port</c>.</summary>
    public static IEnumerable<string> Hosts(NpgsqlConnectionStringBuilder connection) =>
        (connection.Host ?? "").Split(',', StringSplitOptions.TrimEntries);

    /// <summary>Host and port of one of the servers, for a port where none is named.</summary>
    public static (string Host, int Port) Split(string server, int port)
    {
        // A port stands behind the bracket of an IPv6 address; one without brackets has no port.
        var bracket = server.LastIndexOf(']');
        var colon = server.LastIndexOf(':');
        var isPort = colon > bracket && (bracket >= 0 || server.IndexOf(':', StringComparison.Ordinal) == colon);
        return isPort && int.TryParse(server.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var named)
            ? (server[..colon].Trim('[', ']'), named)
            : (server.Trim('[', ']'), port);
    }

    /// <summary>True for a directory of Unix sockets.</summary>
    public static bool IsSocket(string server) =>
        server.StartsWith('/') || server.StartsWith('@') || Path.IsPathFullyQualified(server);

    private static bool IsOnThisMachine(string server)
    {
        if (IsSocket(server))
            return true;
        var (host, _) = Split(server, 0);
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}

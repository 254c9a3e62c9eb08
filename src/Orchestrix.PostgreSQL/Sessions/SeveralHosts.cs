using Npgsql;

namespace Orchestrix.PostgreSQL.Sessions;

/// <summary>Connection strings that name several servers, of which one is the primary.</summary>
internal static class SeveralHosts
{
    // How long the driver believes that a server is a standby, or gone. Its own 10 s would be waited for after each
    // promotion; the question costs a round trip of one connection.
    private const int RecheckSeconds = 1;

    /// <summary>
    /// Writes go to the primary, and who became it is noticed soon, unless the string says otherwise.
    /// </summary>
    public static void UsePrimary(NpgsqlConnectionStringBuilder connection)
    {
        if (connection.Host?.Contains(',', StringComparison.Ordinal) is not true)
            return;
        connection.TargetSessionAttributes ??= "primary";
        // ContainsKey is true for every key that there is.
        if (!connection.ShouldSerialize("Host Recheck Seconds"))
            connection.HostRecheckSeconds = RecheckSeconds;
    }
}

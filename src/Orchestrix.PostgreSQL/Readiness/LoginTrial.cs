using System.Security.Authentication;
using System.Security.Cryptography;
using Npgsql;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Readiness;

namespace Orchestrix.PostgreSQL.Readiness;

/// <summary>
/// Tries to log in as a stranger does, with a wrong password and without a certificate, at each server of the
/// connection string: none of them knows how the others ask.
/// </summary>
internal static class LoginTrial
{
    // Classes of states of a server that has no room or no time for anybody; and the class of refusals.
    private const string NoRoom = "53";
    private const string NoTime = "57";
    private const string Refused = "28";

    private enum Answer
    {
        LetIn,
        Refused,

        /// <summary>An answer that may have another reason than who asks.</summary>
        Closed,
        NotMeasured,
    }

    /// <summary>Tries it, and looks at the right password.</summary>
    public static async Task<CheckResult> RunAsync(PostgreSQLOptions options, CancellationToken cancellationToken)
    {
        var own = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Pooling = false,
            Timeout = Math.Max(1, (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds)),
        };
        // They are for several servers only, and here each is asked by itself.
        own.Remove("Target Session Attributes");
        own.Remove("Load Balance Hosts");
        var servers = ConnectionString.Hosts(own).ToArray();
        var knocks = await Task.WhenAll(servers.Select(server => TryAsync(One(own, server), cancellationToken)))
            .ConfigureAwait(false);
        var told = string.Join("; ", knocks.Zip(
            servers, (knock, server) => servers.Length == 1 ? knock.Told : $"{server}: {knock.Told}"));
        var weakness = Weakness(own);
        return DatabaseChecks.Authentication.Result(
            weakness is not null || knocks.Any(static knock => knock.Answer == Answer.LetIn) ? CheckOutcome.Failed
            : knocks.All(static knock => knock.Answer == Answer.Refused) ? CheckOutcome.Passed
            : CheckOutcome.Unknown,
            $"{told}; {weakness ?? "its own is no known word"}");
    }

    private static async Task<(Answer Answer, string Told)> TryAsync(
        NpgsqlConnectionStringBuilder own, CancellationToken cancellationToken)
    {
        var stranger = new NpgsqlConnectionStringBuilder(own.ConnectionString)
        {
            Password = RandomNumberGenerator.GetHexString(32),
            Passfile = null,
        };
        var (answer, state) = await KnockAsync(stranger, isStranger: true, cancellationToken).ConfigureAwait(false);
        // Poolers refuse with the state that they have for everything, and whoever wants a certificate may just hang
        // up. It was because of who asked if who has the password is let in between two such answers.
        var isKnown = answer != Answer.Closed;
        if (!isKnown
            && await KnockAsync(own, isStranger: false, cancellationToken).ConfigureAwait(false) is (Answer.LetIn, _)
            && await KnockAsync(stranger, isStranger: true, cancellationToken).ConfigureAwait(false) == (answer, state))
        {
            answer = Answer.Refused;
        }
        return answer switch
        {
            Answer.LetIn => (answer, "a random password was accepted, and no certificate was asked for"),
            Answer.Refused => (answer, $"a wrong password was refused with {state}"
                + (isKnown ? "" : ", and the right one taken")),
            _ => (answer, $"not measured: {state}"),
        };
    }

    private static async Task<(Answer Answer, string? State)> KnockAsync(
        NpgsqlConnectionStringBuilder login, bool isStranger, CancellationToken cancellationToken)
    {
        var builder = new NpgsqlDataSourceBuilder(login.ConnectionString) { Name = "orchestrix-login-trial" };
        if (isStranger)
        {
            // The driver takes one from its environment too.
            builder.UseSslClientAuthenticationOptionsCallback(static tls =>
                (tls.ClientCertificates, tls.ClientCertificateContext, tls.LocalCertificateSelectionCallback) =
                    (null, null, null));
        }
        var source = builder.Build();
        await using var ended = source.ConfigureAwait(false);
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            return (Answer.LetIn, null);
        }
        catch (PostgresException exception)
        {
            return (Of(exception.SqlState), exception.SqlState);
        }
        catch (NpgsqlException exception)
        {
            var reason = exception.InnerException?.GetType().Name ?? nameof(NpgsqlException);
            return (exception.InnerException is IOException or AuthenticationException
                ? Answer.Closed
                : Answer.NotMeasured, reason);
        }
    }

    private static Answer Of(string state) => state[..2] switch
    {
        Refused => Answer.Refused,
        NoRoom or NoTime => Answer.NotMeasured,
        _ => Answer.Closed,
    };

    private static NpgsqlConnectionStringBuilder One(NpgsqlConnectionStringBuilder own, string server)
    {
        var one = new NpgsqlConnectionStringBuilder(own.ConnectionString);
        (one.Host, one.Port) = ConnectionString.IsSocket(server)
            ? (server, own.Port)
            : ConnectionString.Split(server, own.Port);
        return one;
    }

    private static string? Weakness(NpgsqlConnectionStringBuilder connection) =>
        connection.Password is { Length: > 0 } password
            && SecretStrength.Weakness(password, connection.Username) is { } weakness
            ? $"its own is {weakness}"
            : null;
}

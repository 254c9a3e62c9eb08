using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrix.Errors;
using Orchestrix.Readiness;

namespace Orchestrix.Cli.Readiness;

/// <summary>What the command measures by itself, from where it runs.</summary>
internal sealed class ProbeOptions
{
    // A month: older is no backup that anybody would want to replay a log on.
    private const int MaxBackupHours = 24 * 31;

    private readonly Option<Uri[]> _urls = new("--url")
    {
        HelpName = "url",
        Description = "The address of the HTTP API, as its callers reach it; once for each if there are several.",
        CustomParser = static result =>
            [.. result.Tokens.Select(token => Parse(token.Value, "--url", result)).OfType<Uri>()],
    };

    private readonly Option<Uri?> _prometheus = new("--prometheus")
    {
        HelpName = "url",
        Description = "The address of Prometheus.",
        CustomParser = static result => Parse(result.Tokens[0].Value, "--prometheus", result),
    };

    private readonly Option<string?> _authority = new("--http-ca")
    {
        HelpName = "file",
        Description = "Certificates (PEM) of who may sign that of --url, if this machine does not trust them.",
    };

    private readonly Option<string?> _drill = new("--drill-record")
    {
        HelpName = "file",
        Description = "The result of the last restore drill, as `orchestrix verify --drill-record` writes it.",
    };

    private readonly Option<string?> _disk = new("--database-directory")
    {
        HelpName = "directory",
        Description = "Where the database keeps its data, if it is on this machine: says how much is free there.",
    };

    private readonly Option<string?> _backups = new("--backup-info")
    {
        HelpName = "file",
        Description = "The output of `pgbackrest info --output=json`.",
    };

    private readonly Option<int> _backupAge = new("--max-backup-age")
    {
        HelpName = "hours",
        Description = "How many hours ago the last backup may have ended: a day, and what the longest backup takes.",
        DefaultValueFactory = static _ => BackupRecords.DefaultBackupHours,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _urls, _authority, _prometheus, _drill, _backups, _backupAge, _disk })
            command.Options.Add(option);
        _backupAge.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is not (>= 1 and <= MaxBackupHours))
                result.AddError($"--max-backup-age takes hours from 1 to {MaxBackupHours}.");
        });
    }

    /// <summary>Runs all of them.</summary>
    /// <param name="result">The options that were given.</param>
    /// <param name="profile">What is asked for.</param>
    /// <param name="store">Which database the silos have.</param>
    /// <param name="count">Counts silos and clients, which all should be scraped.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(
        ParseResult result, ReadinessProfile profile, KnownStore store, Func<Task<(int Silos, int Clients)>> count,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var records = new BackupRecords(store, now);
        IEnumerable<CheckResult> results =
        [
            records.Backup(result.GetValue(_backups), TimeSpan.FromHours(result.GetValue(_backupAge))),
            records.Drill(result.GetValue(_drill)),
            .. await ProbeAsync(
                result.GetValue(_urls) ?? [], Authorities(result.GetValue(_authority)), now, cancellationToken),
            .. await PrometheusProbe.RunAsync(result.GetValue(_prometheus), count, cancellationToken),
            .. result.GetValue(_disk) is { } directory ? (CheckResult[])[DiskProbe.Run(directory)] : [],
        ];
        return [.. results.Select(each => profile < each.Check.From
            ? each.Check.Result(CheckOutcome.NotApplicable, $"asked for from {each.Check.From} on")
            : each)];
    }

    private static X509Certificate2Collection? Authorities(string? path)
    {
        if (path is null)
            return null;
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception exception) when (exception
            is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ConfigurationException($"{path} cannot be read: {exception.Message}", exception);
        }
        return authorities.Count > 0
            ? authorities
            : throw new ConfigurationException($"{path} has no certificate; expected PEM.");
    }

    /// <summary>The worst of several addresses counts, and is named.</summary>
    private static async Task<IEnumerable<CheckResult>> ProbeAsync(
        Uri[] urls, X509Certificate2Collection? authorities, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (urls.Length == 0)
            return await HttpProbe.RunAsync(null, authorities, now, cancellationToken);
        return WorstResults.Of(await Task.WhenAll(urls.Select(async url => new SiloAnswer(
            url.Authority, await HttpProbe.RunAsync(url, authorities, now, cancellationToken)))));
    }

    private static Uri? Parse(string text, string option, ArgumentResult result)
    {
        if (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            return uri;
        result.AddError($"{option} takes an address such as https://bank.example.");
        return null;
    }
}

using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Orchestrix.Readiness;

/// <summary>Finds secrets among settings: by their names, and in connection strings.</summary>
internal static partial class SecretSettings
{
    private const string FileSuffix = "File";
    private const string ConnectionStrings = "ConnectionStrings:";
    private const int MaxFileBytes = 64 * 1024;

    /// <summary>
    /// The secrets that a provider knows. Names without a section are left out: they are variables of the environment
    /// that are about other programs.
    /// </summary>
    /// <returns>The full name of each setting, its secret, and the name of the user if one goes with it.</returns>
    public static IEnumerable<(string Name, string Secret, string? User)> In(IConfigurationProvider provider) =>
        Names(provider, null).SelectMany(name => name.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)
            && provider.TryGet(name, out var value) && value is { Length: > 0 }
            ? Of(name, value) : []);

    /// <summary>
    /// The secrets in files that settings of a provider name, as <c>Mail:PasswordFile</c> and
    /// <c>ConnectionStrings:OrchestrixFile</c> do; under the name of the setting that they stand for. What cannot be
    /// read holds nothing that this program uses.
    /// </summary>
    public static IEnumerable<(string Name, string Secret, string? User)> InFilesOf(IConfigurationProvider provider) =>
        from name in Names(provider, null)
        where name.EndsWith(FileSuffix, StringComparison.OrdinalIgnoreCase)
        let setting = name[..^FileSuffix.Length]
        where IsSecret(setting) || setting.StartsWith(ConnectionStrings, StringComparison.OrdinalIgnoreCase)
        let text = provider.TryGet(name, out var path) ? ReadFile(path) : ""
        where text.Length > 0
        from secret in Of(setting, text)
        select secret;

    /// <summary>What a file holds; empty if it cannot be read. A pipe has no length, and is read but once.</summary>
    private static string ReadFile(string? path)
    {
        try
        {
            return !string.IsNullOrEmpty(path)
                && new FileInfo(path) is { Exists: true, Length: > 0 and <= MaxFileBytes }
                ? File.ReadAllText(path).Trim()
                : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>How many arguments of a process hold a secret.</summary>
    /// <param name="arguments">All of them: a name and its value may be two, as in <c>--Mail:Password x</c>.</param>
    public static int CountIn(IReadOnlyList<string> arguments) => arguments
        .Where((argument, index) => IsIn(argument) || (index > 0 && IsNameOf(arguments[index - 1], argument))).Count();

    private static bool IsNameOf(string argument, string next) =>
        (argument.StartsWith("--", StringComparison.Ordinal) || argument.StartsWith('/'))
        && !next.StartsWith("--", StringComparison.Ordinal) && IsSecret(argument.TrimStart('-', '/'));

    private static bool IsIn(string argument)
    {
        var (name, value) = argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? (argument[..at].TrimStart('-', '/'), argument[(at + 1)..])
            : ("", argument);
        return InConnection().IsMatch(argument) || (value.Split(';')[0].Length > 0 && IsSecret(name));
    }

    private static IEnumerable<(string Name, string Secret, string? User)> Of(string name, string value)
    {
        if (IsSecret(name))
            return [(name, value, null)];
        if (!InConnection().IsMatch(value))
            return [];
        try
        {
            var connection = new DbConnectionStringBuilder { ConnectionString = value };
            return Value(connection, "Password", "Pwd") is { Length: > 0 } password
                ? [(name, password, Value(connection, "Username", "User Id", "User", "UID"))]
                : [];
        }
        // It looks like a connection string and is none.
        catch (ArgumentException)
        {
            return [];
        }
    }

    private static string? Value(DbConnectionStringBuilder connection, params string[] names) => names
        .Select(name => connection.TryGetValue(name, out var value) ? value as string : null)
        .FirstOrDefault(static value => value is not null);

    private static bool IsSecret(string name) => Named().IsMatch(name);

    /// <summary>All names below one, where a value may be.</summary>
    private static IEnumerable<string> Names(IConfigurationProvider provider, string? parent) => provider
        .GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase)
        .Select(key => parent is null ? key : ConfigurationPath.Combine(parent, key))
        .SelectMany(name => Names(provider, name).Prepend(name));

    // The last part of a name. Ids, hashes and paths are none, and so is a key that redacts nothing but logs.
    [GeneratedRegex(
        "(^|[:_.-])[A-Za-z0-9]*(password|passwd|secret|apikey|accesskey|privatekey|token)$", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(@"(^|[;=""'\s])(password|pwd)\s*=\s*[^;\s]", RegexOptions.IgnoreCase)]
    private static partial Regex InConnection();
}

using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bank.Contracts.Security;
using Orchestrix.Cli;
using Orchestrix.Tenants;

namespace Bank.Cli.Commands;

/// <summary><c>bank keys new</c>: makes an API key and the entry that admits it.</summary>
internal static class KeysCommand
{
    private const int DefaultDays = 90;
    private const int MaxDays = 3650;

    private static readonly string[] Roles = ["reader", "teller", "operator", "admin"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private const string NewHelp = """
        Standard error shows the key, once: it is kept nowhere. Standard output is the entry for the API's
        configuration, section Auth:ApiKeys, which holds a hash of the key and no secret. An API that reads its
        configuration from a file takes the new entry without a restart.

        To exchange a key, make a second one of the same name, hand it over, and take the first one out when it is used
        no more: to the log both are the actor key:NAME.

        Roles: reader looks at accounts and events; teller also moves money; operator looks at everything and decides
        about dead letters, parked sagas and projections; admin may do all of it.

        Where there are tenants (Auth:TenantClaim), every key is of one, or of the whole installation: --tenant or
        --installation.

        Exit codes: 0 made; 1 wrong option.
        """;

    /// <summary>The command with its subcommand.</summary>
    public static Command Create()
    {
        var name = new Argument<string>("NAME")
        {
            Description = "Whose key it is: 1 to 64 lowercase letters, digits, dots and hyphens.",
        };
        name.Validators.Add(static result =>
        {
            if (!IsName(result.GetValueOrDefault<string>()))
                result.AddError("NAME must be 1 to 64 lowercase letters, digits, dots and hyphens.");
        });
        var roles = new Option<string[]>("--role")
        {
            Required = true,
            AllowMultipleArgumentsPerToken = true,
            Description = "What its bearer may do; may be given several times.",
        };
        roles.AcceptOnlyFromAmong(Roles);
        var days = new Option<int>("--days")
        {
            Description = $"Days until it is refused, 1 to {MaxDays}.",
            DefaultValueFactory = static _ => DefaultDays,
        };
        days.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MaxDays)
                result.AddError($"--days must be 1 to {MaxDays}.");
        });
        var tenant = new Option<string?>("--tenant")
        {
            Description = $"Its tenant: 1 to {TenantKey.MaxTenantLength} lowercase letters, digits and hyphens.",
        };
        tenant.Validators.Add(static result =>
        {
            if (!TenantKey.IsTenant(result.GetValueOrDefault<string>()))
            {
                result.AddError(
                    $"--tenant must be 1 to {TenantKey.MaxTenantLength} lowercase letters, digits and hyphens.");
            }
        });
        var installation = new Option<bool>("--installation")
        {
            Description = "Where there are tenants: the key is of none, and sees all.",
        };
        var command = new DetailedCommand("new", "Make an API key.", NewHelp)
        {
            name, roles, days, tenant, installation,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(installation) && result.GetValue(tenant) is not null)
                result.AddError("--tenant and --installation exclude each other.");
        });
        command.SetAction(result => Make(
            result.GetRequiredValue(name), result.GetRequiredValue(roles),
            TimeProvider.System.GetUtcNow().AddDays(result.GetValue(days)), result.GetValue(tenant),
            result.GetValue(installation), result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return new Command("keys", "API keys of the bank.") { command };
    }

    private static int Make(
        string name, string[] roles, DateTimeOffset expiresAt, string? tenant, bool isOfInstallation, TextWriter output,
        TextWriter error)
    {
        var key = ApiKey.New();
        error.WriteLine($"The key of {name}, shown only now: {key.Text}");
        error.WriteLine($"It is refused from {expiresAt:yyyy-MM-dd HH:mm} UTC on.");
        var entry = new JsonObject
        {
            ["Id"] = key.Id,
            ["Name"] = name,
            ["Hash"] = key.Hash,
            ["Roles"] = new JsonArray([.. roles.Distinct().Select(static role => JsonValue.Create(role))]),
            ["ExpiresAt"] = expiresAt,
        };
        if (tenant is not null)
            entry["Tenant"] = tenant;
        if (isOfInstallation)
            entry["IsOfInstallation"] = true;
        output.WriteLine(entry.ToJsonString(Indented));
        return ExitCodes.Success;
    }

    private static bool IsName(string? text) =>
        text is { Length: > 0 and <= 64 } && char.IsAsciiLetterOrDigit(text[0])
        && text.All(static character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character)
            || character is '.' or '-');
}

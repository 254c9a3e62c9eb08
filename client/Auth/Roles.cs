namespace Bank.Client.Auth;

/// <summary>What a caller may do. A key or a token names one or more; nobody has one without being given it.</summary>
public static class Roles
{
    /// <summary>Looks at accounts, transfers, standing orders and events.</summary>
    public const string Reader = "reader";

    /// <summary>Moves money, opens and changes accounts, and may look at them.</summary>
    public const string Teller = "teller";

    /// <summary>
    /// Decides about dead letters, parked sagas and projections, and may look at everything; moves no money.
    /// </summary>
    public const string Operator = "operator";

    /// <summary>May do all of it.</summary>
    public const string Admin = "admin";

    /// <summary>All roles, those that may do least first.</summary>
    public static IReadOnlyList<string> All { get; } = [Reader, Teller, Operator, Admin];

    /// <summary>The roles of which one is enough where <paramref name="role"/> is asked for.</summary>
    public static string[] ThatMay(string role) => role switch
    {
        Reader => [Reader, Teller, Operator, Admin],
        Teller => [Teller, Admin],
        Operator => [Operator, Admin],
        Admin => [Admin],
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "There is no such role."),
    };
}

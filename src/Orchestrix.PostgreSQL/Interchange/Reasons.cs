namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>What an exception says, for a message of one's own.</summary>
internal static class Reasons
{
    /// <summary>The message without the name of the parameter, which means nothing to whoever wrote a file.</summary>
    public static string Of(Exception exception) => exception is ArgumentException { ParamName: { } name }
        ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
        : exception.Message;
}

using System.Diagnostics.CodeAnalysis;

namespace Orchestrix.Commands;

/// <summary>An aggregate's answer to a command.</summary>
/// <typeparam name="TReply">What the aggregate tells besides yes or no, usually a view of its state.</typeparam>
[GenerateSerializer, Immutable, Alias("orchestrix.command-result`1")]
public sealed record CommandResult<TReply>
{
    /// <summary>Why the command was refused; null if it was accepted.</summary>
    [Id(0)]
    public Refusal? Refusal { get; init; }

    /// <summary>The reply; the state right after this command, also when a repeated command is answered years
    /// later.</summary>
    [Id(1)]
    public TReply? Reply { get; init; }

    /// <summary>The aggregate's version after the command; its present version if it was refused.</summary>
    [Id(2)]
    public long Version { get; init; }

    /// <summary>Log position of the command's last event; 0 if it raised none.</summary>
    [Id(3)]
    public long Position { get; init; }

    /// <summary>True if this command id had been handled before: this is the first answer again, and nothing was
    /// changed.</summary>
    [Id(4)]
    public bool IsRepeat { get; init; }

    /// <summary>True if the command was accepted.</summary>
    [MemberNotNullWhen(false, nameof(Refusal)), MemberNotNullWhen(true, nameof(Reply))]
    public bool IsAccepted => Refusal is null;
}

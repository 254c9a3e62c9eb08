using System.Text.Json.Serialization;
using Orchestrix.Events;
using Orchestrix.Validation;

namespace Orchestrix.Commands;

/// <summary>
/// Base of the messages that ask an aggregate to do something. Derive a record with <c>[GenerateSerializer]</c>,
/// <c>[Alias]</c> and <c>[Id]</c> on each property.
/// </summary>
[GenerateSerializer, Alias("orchestrix.command")]
public abstract record Command
{
    /// <summary>
    /// Chosen by the caller: the same id on the same aggregate is the same command for ever, so a retry after a
    /// time-out
    /// or a crash is safe. Null makes every send a new command. At most <see cref="EventStoreLimits.MaxIdLength"/>
    /// characters.
    /// </summary>
    [Id(0), JsonIgnore]
    public string? CommandId { get; init; }

    /// <summary>
    /// The version that the caller decided on. If the aggregate has moved on, the command is rejected with
    /// <see cref="Errors.ConcurrencyException"/>. Null accepts any version.
    /// </summary>
    [Id(1), JsonIgnore]
    public long? ExpectedVersion { get; init; }

    /// <summary>
    /// Checks the content without looking at any state, before the aggregate sees it. Return what is wrong, for example
    /// by <c>Validate.NotEmpty(nameof(Owner), Owner)</c>; nulls are skipped. The default finds nothing.
    /// </summary>
    public virtual IEnumerable<ValidationError?> Validate() => [];
}

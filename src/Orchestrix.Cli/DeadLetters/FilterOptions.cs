using System.CommandLine;
using Orchestrix.DeadLetters;

namespace Orchestrix.Cli.DeadLetters;

/// <summary>The options by which commands say which dead letters they mean.</summary>
internal sealed class FilterOptions
{
    private readonly Option<DeadLetterKind?> _kind = new("--kind") { Description = "Letters of this kind." };

    private readonly Option<string?> _source = new("--source")
    {
        HelpName = "name",
        Description = "Letters of this subscription, saga type or other source.",
    };

    private readonly Option<string?> _stream = new("--stream")
    {
        HelpName = "id",
        Description = "Letters about this stream.",
    };

    private readonly Option<string?> _type = new("--type")
    {
        HelpName = "name",
        Description = "Letters with events or messages of this type.",
    };

    private readonly Option<string?> _code = new("--code")
    {
        HelpName = "code",
        Description = "Letters with this error code or exception type.",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _kind, _source, _stream, _type, _code })
            command.Options.Add(option);
    }

    /// <summary>What the arguments ask for.</summary>
    public DeadLetterFilter Read(ParseResult result, DeadLetterState? state = null) => new()
    {
        Kind = result.GetValue(_kind),
        Source = result.GetValue(_source),
        State = state,
        Stream = result.GetValue(_stream),
        MessageType = result.GetValue(_type),
        Reason = result.GetValue(_code),
    };
}

namespace Orchestrix.Sagas;

/// <summary>The limits of every saga. A definition or a message that exceeds one is refused.</summary>
public static class SagaLimits
{
    /// <summary>Most steps of a definition: 100.</summary>
    public const int MaxSteps = 100;

    /// <summary>Longest name of a step or message, in characters: 40.</summary>
    public const int MaxNameLength = 40;

    /// <summary>
    /// Longest stream id of a saga, in characters: 150. Command ids of its steps are made from it and stay below
    /// <see cref="Events.EventStoreLimits.MaxIdLength"/>.
    /// </summary>
    public const int MaxStreamIdLength = 150;

    /// <summary>Largest JSON of a saga's data, of an input, a result or a message: 128 KiB.</summary>
    public const int MaxPayloadBytes = 128 * 1024;

    /// <summary>Most messages that one saga keeps: 100.</summary>
    public const int MaxMessages = 100;

    /// <summary>
    /// How often a step is taken up again after its silo or activation was lost in the middle: 10. Retries of the
    /// policy are not used up by that.
    /// </summary>
    public const int MaxInterruptions = 10;

    /// <summary>Longest reason or message that is recorded, in characters: 500. A longer one is cut.</summary>
    public const int MaxTextLength = 500;
}

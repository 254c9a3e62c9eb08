namespace Orchestrix.Errors;

/// <summary>A named limit was exceeded; nothing was written.</summary>
[GenerateSerializer, Alias("orchestrix.store-limit-exceeded-exception")]
public sealed class StoreLimitExceededException : OrchestrixException
{
    /// <summary>Creates the exception for <paramref name="limit"/>.</summary>
    public StoreLimitExceededException(string limit, long value, long maximum)
        : base(ErrorCodes.LimitExceeded, $"{limit} is {maximum}, and {value} was asked for. Nothing was written.") =>
        (Limit, Value, Maximum) = (limit, value, maximum);

    /// <summary>The name of the limit, as in <see cref="Events.EventStoreLimits"/>.</summary>
    [Id(0)]
    public string Limit { get; private set; }

    /// <summary>What was asked for.</summary>
    [Id(1)]
    public long Value { get; private set; }

    /// <summary>What is allowed.</summary>
    [Id(2)]
    public long Maximum { get; private set; }
}

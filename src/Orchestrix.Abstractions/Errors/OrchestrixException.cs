using Orleans.Runtime;

namespace Orchestrix.Errors;

/// <summary>Base of the failures that are neither a conflict nor an uncertain outcome.</summary>
[GenerateSerializer, Alias("orchestrix.exception")]
public abstract class OrchestrixException : OrleansException, IErrorCode
{
    /// <summary>Creates the exception.</summary>
    protected OrchestrixException(string code, string message, Exception? innerException = null)
        : base(message, innerException!) => Code = code;

    /// <inheritdoc/>
    [Id(0)]
    public string Code { get; private set; }
}

namespace Orchestrix.Errors;

/// <summary>The registration of events, upcasters, grains or stores cannot work; raised while the host
/// starts.</summary>
[GenerateSerializer, Alias("orchestrix.configuration-exception")]
public sealed class ConfigurationException : OrchestrixException
{
    /// <summary>Creates the exception.</summary>
    public ConfigurationException(string message, Exception? innerException = null)
        : this(ErrorCodes.InvalidConfiguration, message, innerException)
    {
    }

    /// <summary>Creates the exception with a more precise code.</summary>
    public ConfigurationException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}

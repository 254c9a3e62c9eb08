namespace Orchestrix.TestKit.Sagas;

/// <summary>A simulation found a fault; the message has the seed and the script that lead to it.</summary>
public sealed class SagaSimulationException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SagaSimulationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

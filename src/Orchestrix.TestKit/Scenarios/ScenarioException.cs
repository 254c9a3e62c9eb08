namespace Orchestrix.TestKit.Scenarios;

/// <summary>What happened in a scenario is not what was expected; the message shows both.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ScenarioException(string message)
        : base(message)
    {
    }
}

namespace Orchestrix.Tests.Retry;

/// <summary>A source whose numbers the test chooses.</summary>
internal sealed class GivenRandom(double next) : Random
{
    public override double NextDouble() => next;
}

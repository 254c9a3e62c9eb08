using Bank.Client.Problems;
using Bank.Client.Tenants;
using Orchestrix.Events;

namespace Bank.Client.Endpoints;

/// <summary>The stream that a path names.</summary>
internal static class StreamAddress
{
    /// <summary>Reads the stream, or says what is wrong with the path.</summary>
    /// <param name="type">The grain type.</param>
    /// <param name="key">The key; ASP.NET Core leaves an escaped slash in it as it is.</param>
    /// <param name="stream">The stream.</param>
    public static IReadOnlyList<ProblemError> Read(string type, string key, out StreamId stream)
    {
        stream = default;
        try
        {
            stream = CallerKeys.StreamOf(type, key.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));
            return [];
        }
        catch (ArgumentException)
        {
            return [new ProblemError("key", "malformed", "Type and key name no stream: they are not blank, hold no "
                + $"control characters, and have at most {StreamId.MaxLength} characters together.")];
        }
    }

    /// <summary>The path by which the caller reaches a stream.</summary>
    public static string Of(StreamId stream) =>
        $"/streams/{Uri.EscapeDataString(stream.GrainType)}/{Uri.EscapeDataString(CallerKeys.IdOf(stream.Key))}";
}

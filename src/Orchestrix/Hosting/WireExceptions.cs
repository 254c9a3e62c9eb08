using Orleans.Serialization;

namespace Orchestrix.Hosting;

/// <summary>
/// What broke in a user's code, or in a store's, is the inner exception of what a caller in another process gets.
/// Orleans cannot send an exception with an inner one that it does not know, and would send that failure instead.
/// </summary>
internal static class WireExceptions
{
    /// <summary>Lets every exception travel: as itself where its type is known, else by its name and message.</summary>
    public static void Allow(ExceptionSerializationOptions options) =>
        options.SupportedExceptionTypeFilter = static type => type.IsAssignableTo(typeof(Exception));
}

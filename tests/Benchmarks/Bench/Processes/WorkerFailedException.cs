namespace Orchestrix.Benchmarks.Processes;

/// <summary>A process of the benchmark did not do what it was asked to; the message names its log.</summary>
internal sealed class WorkerFailedException(string message, Exception? innerException = null)
    : Exception(message, innerException);

namespace Orchestrix.Projections;

/// <summary>A projection that parks streams touched a row that does not belong to the stream of the event.</summary>
internal sealed class ForeignRowException(string message) : InvalidOperationException(message);

namespace Orchestrix.Sagas;

/// <summary>What became of a message to a saga.</summary>
public enum SagaSignalStatus
{
    /// <summary>It is recorded.</summary>
    Received,

    /// <summary>It had been recorded before; nothing was changed.</summary>
    Repeated,

    /// <summary>The saga has ended, is being undone, or waits for nothing of that name: harmless; counted.</summary>
    Ignored,

    /// <summary>No saga was started under this id.</summary>
    NotFound,
}

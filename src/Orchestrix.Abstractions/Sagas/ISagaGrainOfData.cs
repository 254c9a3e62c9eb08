using Orchestrix.Commands;

namespace Orchestrix.Sagas;

/// <summary>A saga that is started with <typeparamref name="TData"/>; derive a grain interface from it.</summary>
/// <typeparam name="TData">What the saga is started with: a record that survives the wire and JSON.</typeparam>
[Alias("orchestrix.saga`1")]
public interface ISagaGrain<TData> : ISagaGrain where TData : class
{
    /// <summary>
    /// Starts the saga, and answers when that is durable; the steps are taken afterwards. Starting it again with the
    /// same data changes nothing.
    /// </summary>
    /// <exception cref="Errors.CommandIdReusedException">It was started with other data.</exception>
    [Alias("start")]
    Task<CommandResult<SagaView>> StartAsync(TData data);
}

namespace Orchestrix.TestKit.Sagas;

/// <summary>Where a simulation acts around the calls of participants.</summary>
internal interface IParticipantSeam
{
    Task<T> CallAsync<T>(string what, Func<Task<T>> call);
}

namespace Orchestrix.TestKit.Scenarios;

/// <summary>What participants answer, and what they were asked.</summary>
internal sealed class ParticipantScript
{
    private readonly Dictionary<(Type Grain, string? Key, string Method), Queue<object?>> _answers = [];

    public List<ParticipantCall> Calls { get; } = [];

    /// <summary>Calls that nobody has written an answer for.</summary>
    public List<ParticipantCall> Unanswered { get; } = [];

    public void Add(Type grain, string? key, string method, IEnumerable<object?> answers)
    {
        var queue = new Queue<object?>(answers);
        if (queue.Count == 0)
            throw new ArgumentException("A participant that is called has at least one answer.", nameof(answers));
        _answers[(grain, key, method)] = queue;
    }

    /// <summary>The next answer; the last one is given again and again.</summary>
    public object? Answer(ParticipantCall call)
    {
        Calls.Add(call);
        if (!_answers.TryGetValue((call.Grain, call.Key, call.Method), out var answers)
            && !_answers.TryGetValue((call.Grain, null, call.Method), out answers))
        {
            Unanswered.Add(call);
            throw new ScenarioException($"{call} has no answer.");
        }
        return answers.Count > 1 ? answers.Dequeue() : answers.Peek();
    }
}

using System.Reflection;

namespace Orchestrix.TestKit.Scenarios;

/// <summary>Stands in for a participant and answers from a script.</summary>
// Open because the runtime derives the proxy from it.
internal class ScriptedParticipant : DispatchProxy
{
    private static readonly MethodInfo Of =
        typeof(ScriptedParticipant).GetMethod(nameof(AnswerAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    private Type _grain = null!;
    private string _key = "";
    private ParticipantScript _script = null!;

    public static T Make<T>(string key, ParticipantScript script) where T : class
    {
        var made = Create<T, ScriptedParticipant>();
        var proxy = (ScriptedParticipant)(object)made;
        (proxy._grain, proxy._key, proxy._script) = (typeof(T), key, script);
        return made;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        var answer = _script.Answer(new ParticipantCall(_grain, _key, targetMethod.Name, args ?? []));
        var returns = targetMethod.ReturnType;
        if (returns == typeof(Task))
            return answer is Exception failure ? Task.FromException(failure) : Task.CompletedTask;
        return returns.IsGenericType && returns.GetGenericTypeDefinition() == typeof(Task<>)
            ? Of.MakeGenericMethod(returns.GetGenericArguments()[0]).Invoke(null, [answer])
            : throw new ScenarioException($"{_grain.Name}.{targetMethod.Name} returns no task.");
    }

    private static Task<T> AnswerAsync<T>(object? answer) => answer switch
    {
        Exception failure => Task.FromException<T>(failure),
        null when default(T) is null => Task.FromResult(default(T)!),
        T value => Task.FromResult(value),
        _ => Task.FromException<T>(new ScenarioException(
            $"The answer is a {answer?.GetType().Name ?? "null"}, and a {typeof(T).Name} is expected.")),
    };
}

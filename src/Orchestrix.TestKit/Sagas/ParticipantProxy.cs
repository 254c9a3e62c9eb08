using System.Collections.Concurrent;
using System.Reflection;

namespace Orchestrix.TestKit.Sagas;

/// <summary>Stands before a participant and lets a test act around each of its calls.</summary>
// Public and open because the runtime derives the proxy from it.
internal class ParticipantProxy : DispatchProxy
{
    private static readonly MethodInfo Around =
        typeof(ParticipantProxy).GetMethod(nameof(AroundAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private static readonly ConcurrentDictionary<Type, MethodInfo> Arounds = new();

    private object _target = null!;
    private string _name = "";
    private IParticipantSeam _seam = null!;

    public static T Make<T>(T target, string name, IParticipantSeam seam) where T : class
    {
        var made = Create<T, ParticipantProxy>();
        var proxy = (ParticipantProxy)(object)made;
        (proxy._target, proxy._name, proxy._seam) = (target, name, seam);
        return made;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        var what = $"{_name}.{targetMethod.Name}";
        var returns = targetMethod.ReturnType;
        if (returns == typeof(Task))
            return AroundAsync<object?>(what, async () => { await (Task)Call()!; return null; });
        return returns.IsGenericType && returns.GetGenericTypeDefinition() == typeof(Task<>)
            ? Arounds.GetOrAdd(returns.GetGenericArguments()[0], static type => Around.MakeGenericMethod(type))
                .Invoke(this, [what, CallOf(returns)])
            : Call();

        object? Call()
        {
            try
            {
                return targetMethod.Invoke(_target, args);
            }
            catch (TargetInvocationException exception)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.InnerException!);
                throw;
            }
        }

        Delegate CallOf(Type task) => Delegate.CreateDelegate(
            typeof(Func<>).MakeGenericType(task),
            new Caller(Call),
            typeof(Caller).GetMethod(nameof(Caller.Do))!.MakeGenericMethod(task));
    }

    private Task<T> AroundAsync<T>(string what, Func<Task<T>> call) => _seam.CallAsync(what, call);

    private sealed class Caller(Func<object?> call)
    {
        public T Do<T>() => (T)call()!;
    }
}

using System.Collections.Concurrent;
using System.Dynamic;
using System.Linq.Expressions;
using System.Reflection;
using Orleans.EventSourcing;

namespace Orchestrix.LogConsistency;

/// <summary>
/// Folds events as <c>JournaledGrain.TransitionState</c> does, without its <c>dynamic</c>: through a compiled call of
/// the view's <c>Apply</c>. A grain that overrides <c>TransitionState</c> is asked itself. So is every grain for an
/// event type whose <c>Apply</c> is not plain to see, because the rules of C#'s binder are not repeated here.
/// </summary>
internal static class ViewFold<TView, TEvent>
    where TView : class, new()
    where TEvent : class
{
    private const string TransitionState = nameof(TransitionState);
    private const string Apply = nameof(Apply);

    private static readonly ConcurrentDictionary<Type, Action<TView, TEvent>?> Compiled = new();
    private static readonly ConcurrentDictionary<Type, bool> Overrides = new();

    /// <summary>The fold of a grain.</summary>
    public static Action<TView, TEvent> Of(ILogViewAdaptorHost<TView, TEvent> host)
    {
        if (Overrides.GetOrAdd(host.GetType(), HasOwnTransition))
            return host.UpdateView;
        return (view, @event) =>
        {
            var apply = view.GetType() == typeof(TView) ? Compiled.GetOrAdd(@event.GetType(), Compile) : null;
            if (apply is null)
                host.UpdateView(view, @event);
            else
                apply(view, @event);
        };
    }

    /// <summary>
    /// The fold of a grain class without an activation of it; null if the class overrides <c>TransitionState</c>.
    /// </summary>
    public static Action<TView, TEvent>? Of(Type grain)
    {
        if (Overrides.GetOrAdd(grain, HasOwnTransition))
            return null;
        return static (view, @event) =>
        {
            if (Compiled.GetOrAdd(@event.GetType(), Compile) is { } apply)
                apply(view, @event);
            else
                // What JournaledGrain.TransitionState does.
                ((dynamic)view).Apply((dynamic)@event);
        };
    }

    /// <summary>The one <c>Apply</c> that can be meant, compiled; null if that takes the binder to find out.</summary>
    internal static Action<TView, TEvent>? Compile(Type eventType)
    {
        if (!typeof(TView).IsVisible || !eventType.IsVisible
            || typeof(TView).IsAssignableTo(typeof(IDynamicMetaObjectProvider))
            || eventType.IsAssignableTo(typeof(IDynamicMetaObjectProvider)))
        {
            return null;
        }
        var members = typeof(TView).GetMember(Apply, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public
            | BindingFlags.FlattenHierarchy);
        if (!members.All(IsPlain) || members.Cast<MethodInfo>().Any(method => Converts(Parameter(method)))
            || Converts(eventType))
        {
            return null;
        }
        var fitting = members.Cast<MethodInfo>()
            .Where(method => Parameter(method).IsAssignableFrom(eventType)).ToArray();
        return fitting is [var only] && Parameter(only).IsVisible ? Compile(only) : null;
    }

    private static Action<TView, TEvent> Compile(MethodInfo apply)
    {
        var (view, @event) = (Expression.Parameter(typeof(TView)), Expression.Parameter(typeof(TEvent)));
        var call = Expression.Call(view, apply, Expression.Convert(@event, Parameter(apply)));
        return Expression.Lambda<Action<TView, TEvent>>(Expression.Block(typeof(void), call), view, @event).Compile();
    }

    private static bool HasOwnTransition(Type grain)
    {
        // Whoever implements the host himself, or is no JournaledGrain at all, is asked himself.
        var map = grain.GetInterfaceMap(typeof(ILogViewAdaptorHost<TView, TEvent>));
        if (map.TargetMethods.Any(method => method.DeclaringType != typeof(JournaledGrain<TView, TEvent>)))
            return true;
        for (var type = grain; type is not null && type != typeof(JournaledGrain<TView, TEvent>); type = type.BaseType)
        {
            if (type.GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Any(static method => method.Name == TransitionState
                    && method.GetBaseDefinition().DeclaringType == typeof(JournaledGrain<TView, TEvent>)))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsPlain(MemberInfo member) =>
        member is MethodInfo { IsStatic: false, IsGenericMethod: false } method
        && method.GetParameters() is [{ IsOptional: false, ParameterType.IsByRef: false } parameter]
        && !parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false);

    private static Type Parameter(MethodInfo method) => method.GetParameters()[0].ParameterType;

    /// <summary>True if the binder might convert to or from the type by an operator of the user.</summary>
    private static bool Converts(Type type)
    {
        for (var each = type; each is not null; each = each.BaseType)
        {
            if (each.GetMember("op_Implicit", BindingFlags.Static | BindingFlags.Public).Length > 0)
                return true;
        }
        return false;
    }
}

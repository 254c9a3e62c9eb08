using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Hosting;
using Orchestrix.Inspection;
using Orchestrix.Serialization;

namespace Orchestrix.Cli.Inspect;

/// <summary>
/// The grains and events of a domain, found in its assembly as a silo would register them: events by their attribute,
/// and what the domain's own methods add to an <see cref="OrchestrixBuilder"/>, upcasters for example.
/// </summary>
internal sealed class Domain
{
    private readonly string _name;
    private readonly Type[] _types;

    private Domain(string name, Type[] types) => (_name, _types) = (name, types);

    /// <summary>Loads an assembly, and those next to it that it refers to.</summary>
    /// <exception cref="ConfigurationException">It cannot be loaded.</exception>
    public static Domain Load(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
            throw new ConfigurationException($"There is no assembly {path}.");
        try
        {
            var context = new DomainLoadContext(full);
            var main = context.LoadFromAssemblyPath(full);
            return new Domain(Path.GetFileName(path), [.. Assemblies(context, main).SelectMany(TypesOf)]);
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException)
        {
            throw new ConfigurationException($"{path} is not a .NET assembly that can be loaded here.", exception);
        }
    }

    /// <summary>How the events of a grain type are folded.</summary>
    /// <exception cref="ConfigurationException">The domain has no such grain.</exception>
    public StreamFold Fold(string grainType)
    {
        var grains = _types.Where(static type => StreamFold.TypeOf(type) is not null).ToArray();
        if (grains.FirstOrDefault(type => StreamFold.TypeOf(type) == grainType) is { } grain)
        {
            return StreamFold.Of(grain) ?? throw new ConfigurationException(
                $"{grain} has the type {grainType}, but it is no aggregate, or it folds its events in a way that only "
                + "the silo can.");
        }
        var known = grains.Where(static type => StreamFold.Of(type) is not null)
            .Select(static type => StreamFold.TypeOf(type)!).Order(StringComparer.Ordinal).ToArray();
        throw new ConfigurationException($"{_name} has no aggregate with [GrainType(\"{grainType}\")]. "
            + (known.Length == 0
                ? "It has none at all; name the assembly that holds the grain classes."
                : $"It has: {string.Join(", ", known)}."));
    }

    /// <summary>The event types and upcasters.</summary>
    /// <exception cref="ConfigurationException">They do not fit together.</exception>
    public EventTypeRegistry Events()
    {
        var builder = new OrchestrixBuilder(new ServiceCollection());
        foreach (var method in _types.SelectMany(Registrations))
            Register(method, builder);
        foreach (var type in _types.Where(static type => type.IsDefined(typeof(EventTypeAttribute), inherit: false)))
            builder.Events.AddEvent(type);
        var aliases = new Dictionary<string, Type>(StringComparer.Ordinal);
        foreach (var type in _types)
        {
            if (type.GetCustomAttribute<AliasAttribute>(inherit: false) is { } alias)
                aliases.TryAdd(alias.Alias, type);
        }
        return builder.Events.Build(aliases);
    }

    private static IEnumerable<MethodInfo> Registrations(Type type) =>
        type is { IsPublic: true, IsAbstract: true, IsSealed: true }
            ? type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(static method => !method.IsGenericMethod && IsLoadable(() =>
                    method.GetParameters() is [var only] && only.ParameterType == typeof(OrchestrixBuilder)))
            : [];

    private static void Register(MethodInfo method, OrchestrixBuilder builder)
    {
        try
        {
            method.Invoke(null, [builder]);
        }
        catch (TargetInvocationException exception)
        {
            throw new ConfigurationException(
                $"{method.DeclaringType}.{method.Name} failed: {exception.InnerException!.Message}", exception);
        }
    }

    private static HashSet<Assembly> Assemblies(DomainLoadContext context, Assembly main)
    {
        var found = new HashSet<Assembly> { main };
        var open = new Queue<Assembly>(found);
        while (open.TryDequeue(out var assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies().Where(context.IsOfDomain))
            {
                var referenced = context.LoadFromAssemblyName(name);
                if (found.Add(referenced))
                    open.Enqueue(referenced);
            }
        }
        return found;
    }

    /// <summary>
    /// What can be loaded: a host also has types and methods that speak of frameworks that this program does not have.
    /// </summary>
    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return [.. exception.Types.OfType<Type>()
                .Where(static type => IsLoadable(() => type.GetCustomAttributesData() is not null))];
        }
    }

    private static bool IsLoadable(Func<bool> look)
    {
        try
        {
            return look();
        }
        catch (Exception exception) when (exception is IOException or TypeLoadException or BadImageFormatException)
        {
            return false;
        }
    }
}

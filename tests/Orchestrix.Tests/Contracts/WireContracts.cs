using System.Reflection;
using Orleans;

namespace Orchestrix.Tests.Contracts;

/// <summary>
/// What silos and clients of different versions have to agree on, as lines of text: grain interfaces with their
/// methods, grains by the type that begins their streams and routes their calls, and serialized types with their
/// members. Aliases and ids come first, because they cross the wire.
/// </summary>
internal static class WireContracts
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>The lines of an assembly, sorted.</summary>
    public static IEnumerable<string> Of(Assembly assembly) => assembly.GetTypes()
        .Where(static type => !type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute)))
        .SelectMany(Of)
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Of(Type type)
    {
        if (type.IsInterface && type.IsAssignableTo(typeof(IAddressable)))
            return Interface(type);
        if (type.GetCustomAttribute<GrainTypeAttribute>(inherit: false) is { } grain)
            return [$"grain {grain.GetGrainType(null!, type)} : {Text(type)}"];
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            return [];
        return type.IsEnum ? Values(type) : Members(type);
    }

    private static IEnumerable<string> Interface(Type type)
    {
        var name = $"interface {Alias(type)}";
        yield return $"{name} : {Text(type)}";
        foreach (var method in type.GetMethods())
        {
            var parameters = string.Join(", ", method.GetParameters().Select(static one => Text(one.ParameterType)));
            yield return $"{name} method {Alias(method)}({parameters}) -> {Text(method.ReturnType)}";
        }
    }

    private static IEnumerable<string> Values(Type type)
    {
        var name = $"enum {Alias(type)}";
        yield return $"{name} : {Text(Enum.GetUnderlyingType(type))}";
        foreach (var value in Enum.GetValues(type))
            yield return $"{name} value {Convert.ToInt64(value, null)} {value}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        var name = $"type {Alias(type)}";
        yield return $"{name} : {Text(type.BaseType ?? typeof(object))}";
        foreach (var (id, member, of) in Ids(type))
            yield return $"{name} member {id} {member} {Text(of)}";
    }

    /// <summary>Orleans numbers what a record's primary constructor takes by itself, from 0.</summary>
    private static IEnumerable<(string Id, string Name, Type Type)> Ids(Type type)
    {
        var isRecord = type.GetMethod("<Clone>$", Declared) is not null
            || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);
        var primary = isRecord
            ? type.GetConstructors(Declared).FirstOrDefault(constructor =>
                constructor.GetParameters() is { Length: > 0 } parameters
                && parameters.All(one => type.GetProperty(one.Name!, Declared)?.PropertyType == one.ParameterType))
            : null;
        foreach (var parameter in primary?.GetParameters() ?? [])
            yield return ($"({parameter.Position})", parameter.Name!, parameter.ParameterType);
        foreach (var member in type.GetMembers(Declared))
        {
            if (member.GetCustomAttribute<IdAttribute>() is not { } id)
                continue;
            var of = member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
            yield return ($"{id.Id}", member.Name, of);
        }
    }

    private static string Alias(MemberInfo member) =>
        member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias
            ?? (member is Type type ? $"(no alias) {Text(type)}" : member.Name);

    private static string Text(Type type)
    {
        if (type.IsArray)
            return $"{Text(type.GetElementType()!)}[]";
        if (type.IsGenericParameter)
            return type.Name;
        var name = type.Namespace is "System"
            ? type.Name
            : type.FullName?.Split('[')[0] ?? $"{type.Namespace}.{type.Name}";
        return type.IsGenericType
            ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Text))}>"
            : name;
    }
}

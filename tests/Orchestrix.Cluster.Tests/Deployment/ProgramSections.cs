using System.Reflection;
using Bank.Client.Auth;
using Bank.Client.Configuration;
using Bank.Silo.Configuration;
using Orchestrix.Observability;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.Security.ClusterTls;

namespace Orchestrix.Cluster.Tests.Deployment;

/// <summary>The sections of the configuration, each with the options that its program reads it into.</summary>
internal static class ProgramSections
{
    /// <summary>By the names of program and section.</summary>
    public static Dictionary<string, Dictionary<string, Type>> All { get; } = new()
    {
        ["silo"] = new()
        {
            ["Silo"] = typeof(SiloSettings),
            ["PostgreSQL"] = typeof(PostgreSQLOptions),
            ["ClusterTls"] = typeof(ClusterTlsOptions),
            ["Observability"] = typeof(ObservabilityOptions),
        },
        ["client"] = new()
        {
            ["Cluster"] = typeof(ClusterSettings),
            ["Api"] = typeof(ApiSettings),
            ["Ops"] = typeof(OpsSettings),
            ["Auth"] = typeof(AuthSettings),
            ["ClusterTls"] = typeof(ClusterTlsOptions),
            ["Observability"] = typeof(ObservabilityOptions),
        },
    };

    /// <summary>Whether a program reads a setting such as <c>Auth:ApiKeys:0:Name</c>, or a part of one.</summary>
    public static bool Has(string path)
    {
        var parts = path.Split(':');
        var types = All.Values.Select(sections => sections.GetValueOrDefault(parts[0])).OfType<Type>();
        return types.Any(type => Has(type, parts.AsSpan(1)));
    }

    private static bool Has(Type type, ReadOnlySpan<string> parts)
    {
        if (parts.IsEmpty)
            return true;
        if (type.IsGenericType)
            return (parts[0] == "N" || int.TryParse(parts[0], out _)) && Has(type.GenericTypeArguments[0], parts[1..]);
        return type.GetProperty(parts[0], BindingFlags.Public | BindingFlags.Instance) is { } property
            && Has(property.PropertyType, parts[1..]);
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;

namespace Bank.Client.Pipeline;

/// <summary>
/// The JSON of the API: strict in what it reads, because a misspelt member of a payment must not be ignored.
/// </summary>
internal static class JsonSettings
{
    /// <summary>How deep a body may be nested; no request needs more.</summary>
    public const int MaxDepth = 16;

    public static void Apply(JsonOptions json)
    {
        var options = json.SerializerOptions;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.DictionaryKeyPolicy = JsonNamingPolicy.CamelCase;
        options.MaxDepth = MaxDepth;
        options.Converters.Add(new ExactDecimalConverter());
    }
}

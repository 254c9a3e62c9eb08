namespace Orchestrix.PostgreSQL.Migrations;

/// <summary>Reads the .sql files that are embedded in this assembly.</summary>
internal static class EmbeddedSql
{
    private const string Root = "Orchestrix.PostgreSQL.";

    /// <summary>The text of the file, with LF line ends whatever the checkout used.</summary>
    /// <param name="name">Folders and file with dots, such as <c>Migrations.Statements.read_history.sql</c>.</param>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedSql).Assembly.GetManifestResourceStream(Root + name)
            ?? throw new InvalidOperationException($"The assembly has no embedded file {Root}{name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>The names of the files in a folder, in ordinal order, without the folder.</summary>
    public static IReadOnlyList<string> Names(string folder)
    {
        var prefix = $"{Root}{folder}.";
        return typeof(EmbeddedSql).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..])
            .Order(StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary><paramref name="name"/> as a quoted identifier.</summary>
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

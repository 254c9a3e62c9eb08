namespace Bank.Cli.Chaos;

/// <summary>The embedded statements of the chaos.</summary>
internal static class ChaosSql
{
    public static string Read(string name)
    {
        using var stream = typeof(ChaosSql).Assembly.GetManifestResourceStream($"Bank.Cli.Chaos.{name}.sql")
            ?? throw new InvalidOperationException($"There is no statement {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

namespace Bank.Cli.Commands;

/// <summary>The exit codes of the command; a published code never changes its meaning.</summary>
internal static class ExitCodes
{
    /// <summary>Everything was done, and no balance differs.</summary>
    public const int Success = 0;

    /// <summary>The input is wrong: the file, an option or a setting.</summary>
    public const int BadInput = 1;

    /// <summary>The file was read to its end, but a transaction was refused or a balance differs.</summary>
    public const int Differences = 2;

    /// <summary>The bank or its store did not answer; run again to resume.</summary>
    public const int Unavailable = 3;

    /// <summary>Stopped by Ctrl-C or SIGTERM, as shells number it.</summary>
    public const int Interrupted = 130;

    /// <summary>What the help says about them.</summary>
    public const string Help = """
        Exit codes: 0 done, no balance differs; 1 wrong file, option or setting; 2 imported, but a transaction was
        refused or a balance differs; 3 the bank did not answer, run again to resume; 130 interrupted.
        """;
}

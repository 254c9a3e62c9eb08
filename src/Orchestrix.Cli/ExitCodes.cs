namespace Orchestrix.Cli;

/// <summary>The exit codes of every command; a published code never changes its meaning.</summary>
internal static class ExitCodes
{
    /// <summary>Done, and nothing is left to do.</summary>
    public const int Success = 0;

    /// <summary>An option or a setting is wrong, or database and program do not fit together.</summary>
    public const int BadInput = 1;

    /// <summary>Nothing failed, but something is left to do: pending migrations, for example.</summary>
    public const int Pending = 2;

    /// <summary>The database does not answer or refuses the role.</summary>
    public const int Unavailable = 3;

    /// <summary>The log is not what was sealed.</summary>
    public const int Broken = 4;

    /// <summary>A check of readiness failed.</summary>
    public const int NotReady = 5;

    /// <summary>Stopped by Ctrl-C or SIGTERM, as shells number it.</summary>
    public const int Interrupted = 130;

    /// <summary>Whoever read standard output closed it, as shells number it.</summary>
    public const int OutputClosed = 141;
}

namespace Bank.Client.Configuration;

/// <summary>What operators may do over HTTP. Configuration section <see cref="Section"/>.</summary>
public sealed class OpsSettings
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Ops";

    /// <summary>
    /// True offers the addresses below <c>/ops</c> to operators. Default false: they do not exist.
    /// </summary>
    public bool IsEnabled { get; set; }

    /// <summary>
    /// Path of the waivers that the page and <c>GET /ops/readiness</c> count, as <c>orchestrix readiness --waivers</c>
    /// reads them.
    /// Default null: there are none.
    /// </summary>
    public string? WaiverFile { get; set; }
}

using static Orchestrix.Readiness.CheckSeverity;
using static Orchestrix.Readiness.ReadinessProfile;

namespace Orchestrix.Readiness;

/// <summary>What is asked of the settings and arguments of each silo and client.</summary>
internal static class SettingsChecks
{
    public static readonly ReadinessCheck Arguments = new(
        "security.arguments", "No password among the arguments", Critical, Staging,
        "Every user of the machine can read the arguments of a process.",
        "Put connection strings into the environment or a secret file.");

    public static readonly ReadinessCheck Files = new(
        "security.files", "No password in a file that others can read", Critical, Staging,
        "Files of settings are copied into images, backups and repositories. Looked for in the files that silo and "
        + "client have read.",
        "Put it into the environment, or into a file that only the program's user may read (chmod 600).");

    public static readonly ReadinessCheck Secrets = new(
        "security.default-secrets", "No secret is one that everybody tries first", Critical, Staging,
        "The words of images and tutorials are tried within minutes. Each password and secret of the settings of silos "
        + "and clients is compared with them.",
        "Replace it by a long random one: openssl rand -base64 32.");

    public static readonly IReadOnlyList<ReadinessCheck> All = [Arguments, Files, Secrets];
}

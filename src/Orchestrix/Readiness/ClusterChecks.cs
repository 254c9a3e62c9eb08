using static Orchestrix.Readiness.CheckSeverity;
using static Orchestrix.Readiness.ReadinessProfile;

namespace Orchestrix.Readiness;

/// <summary>What is asked of the cluster, in the order in which it is shown.</summary>
internal static class ClusterChecks
{
    public static readonly ReadinessCheck Store = new(
        "persistence.store", "Events are kept in a database", Critical, Staging,
        "The in-memory store forgets everything when its process ends.",
        "UsePostgreSQL in AddOrchestrix of every silo.");

    public static readonly ReadinessCheck Silos = new(
        "cluster.silos", "Enough silos run", Major, Production,
        "With fewer, the loss or the upgrade of one stops commands, or overloads the rest.",
        "Start more silos; ReadinessOptions.MinSilos says how many are wanted.");

    public static readonly ReadinessCheck Versions = new(
        "cluster.versions", "All silos run the same program", Major, Staging,
        "Two programs at once are for the minutes of an upgrade. After that, one was forgotten.",
        "Finish the upgrade, or take the forgotten silo out.");

    public static readonly ReadinessCheck Reminders = new(
        "cluster.reminders", "Reminders outlive their silo", Critical, Staging,
        "Sagas whose silos have died are found by reminders as well; those in memory die with them.",
        "UseAdoNetReminderService on every silo.");

    public static readonly ReadinessCheck ClockSkew = new(
        "cluster.clock-skew", "The clocks agree with the database's", Major, Staging,
        "Events are dated by the database; deadlines of sagas and leases by the silos.",
        "Run chrony or another NTP client on every machine.");

    public static readonly ReadinessCheck Conflicts = new(
        "concurrency.conflicts", "Few commits conflict", Minor, Staging,
        "A conflict is a command that failed. Many mean that several writers share a stream: other programs, or two "
        + "activations of a grain.",
        "Write to a stream through its grain only; split aggregates that everybody writes to.");

    public static readonly ReadinessCheck Canary = new(
        "cluster.canary", "An event goes through log, saga and projection", Critical, Development,
        "Everything else may look well while nothing moves. A saga that does nothing is started and waited for.",
        "orchestrix subscriptions list shows what stands still, and why.");

    public static readonly ReadinessCheck Retries = new(
        "errors.retry-policies", "Every saga step is tried again", Major, Staging,
        "A step without retries parks or undoes its saga at the first lost connection.",
        "Give the step a Retry policy.");

    public static readonly ReadinessCheck Arguments = new(
        "security.arguments", "No password among the arguments", Critical, Staging,
        "Every user of the machine can read the arguments of a process.",
        "Put connection strings into the environment or a secret file.");

    public static readonly IReadOnlyList<ReadinessCheck> All =
        [Store, Silos, Versions, Reminders, ClockSkew, Conflicts, Canary, Retries, Arguments];
}

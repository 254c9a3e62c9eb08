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

    public static readonly ReadinessCheck Clients = new(
        "cluster.clients", "Every HTTP API answers for itself", Major, Staging,
        "Settings, logs and traces of an API count as those of silos do. One that is asked and does not answer hangs, "
        + "or has ended without saying so.",
        "Look at the log of the process that the evidence names. AddOrchestrixObservability makes a client answer.");

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

    public static readonly ReadinessCheck ExpectedVersions = new(
        "concurrency.expected-versions", "Every append names the version that it was decided on", Critical, Staging,
        "A commit that is taken at any version overwrites a decision that it has not seen. Counted since the start of "
        + "each silo.",
        "Append with ExpectedVersion.Exactly, or through an aggregate, which does.");

    public static readonly ReadinessCheck SnapshotHits = new(
        "concurrency.snapshot-hits", "Snapshots are found when states are loaded", Minor, Staging,
        "A snapshot that is missing, late or doubted costs a replay at each load. Counted since the start of each "
        + "silo.",
        "Look at orchestrix_snapshots_discarded_total and orchestrix_snapshots_dropped_total, which say why.");

    public static readonly ReadinessCheck Tls = new(
        "security.cluster-tls", "Silos talk in secret, and with nobody else", Critical, Production,
        "Whoever reaches the port of a silo without TLS can call every grain, and read what others call. Each port of "
        + "each silo is tried without a certificate and with one that nobody has signed: it must speak TLS and refuse.",
        "Give every silo and client a certificate: docs/operating/security.md.");

    public static readonly ReadinessCheck Certificates = new(
        "security.cluster-certificates", "The certificates of silos are not about to end", Critical, Production,
        "When one ends, its silo is alone. At least 14 days have to be left.",
        "Renew it, and see that whatever renews it runs.");

    public static readonly ReadinessCheck Canary = new(
        "cluster.canary", "An event goes through log, saga and projection", Critical, Development,
        "Everything else may look well while nothing moves. A saga that does nothing is started and waited for.",
        "orchestrix subscriptions list shows what stands still, and why.");

    public static readonly ReadinessCheck Subscriptions = new(
        "cluster.subscriptions", "Whatever follows the log moves and keeps up", Major, Development,
        "A projection that stands still answers with old rows, and a handler that does sends nothing; neither stops a "
        + "command.",
        "orchestrix subscriptions list shows where each is and why it stands still. "
        + "ReadinessOptions.MaxSubscriptionLag says how far one may be behind.");

    public static readonly ReadinessCheck Retries = new(
        "errors.retry-policies", "Every saga step and every handler is tried again", Major, Staging,
        "A step without retries parks or undoes its saga at the first lost connection, and a handler's event becomes a "
        + "dead letter.",
        "Give the step or the subscription a Retry policy.");

    public static readonly IReadOnlyList<ReadinessCheck> All =
    [
        Store, Silos, Versions, Reminders, ClockSkew, Conflicts, ExpectedVersions, SnapshotHits, Canary, Retries, Tls,
        Certificates,
    ];
}

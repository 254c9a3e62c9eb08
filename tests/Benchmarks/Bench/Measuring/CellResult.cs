using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Plan;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>What one cell of one round came to.</summary>
/// <param name="Cell">System and load.</param>
/// <param name="Round">From 1.</param>
/// <param name="Measured">As the worker saw it.</param>
/// <param name="Server">What the database and the machine did in the same time.</param>
internal sealed record CellResult(Cell Cell, int Round, Measurement Measured, Reading Server)
{
    public double CommandsPerSecond => Measured.Commands / Measured.Seconds;

    public double EventsPerSecond => CommandsPerSecond * Cell.Events;

    public double ApplicationCpuPerThousand => PerCommand(Measured.CpuSeconds) * 1000;

    public double DatabaseCpuPerThousand => PerCommand(Server.DatabaseCpuSeconds) * 1000;

    public double WalBytesPerEvent => PerCommand(Server.WalBytes) / Cell.Events;

    public double? AllocatedBytesPerCommand =>
        Measured.AllocatedBytes is { } bytes ? PerCommand(bytes) : null;

    /// <summary>Share of the machine that was busy with something else than this cell, from 0 to 1.</summary>
    public double OtherCpuShare => Math.Max(0,
        (Server.MachineBusySeconds - Server.DatabaseCpuSeconds - Measured.CpuSeconds)
            / (Measured.Seconds * Environment.ProcessorCount));

    private double PerCommand(double amount) => Measured.Commands == 0 ? 0 : amount / Measured.Commands;
}

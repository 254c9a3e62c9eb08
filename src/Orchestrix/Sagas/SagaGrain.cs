using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.LogConsistency;
using Orchestrix.Tenants;

namespace Orchestrix.Sagas;

/// <summary>
/// The base class of saga grains; derive an empty class with a <c>[GrainType]</c>, under whose name the definition is
/// registered. Its state is a stream like any other.
/// </summary>
/// <remarks>
/// Calls are answered when what they changed is durable. The steps are taken outside of any call, driven by answers,
/// times and messages; after a crash the watchdog brings the saga back.
/// </remarks>
/// <typeparam name="TData">What the saga is started with.</typeparam>
public abstract class SagaGrain<TData> : Grain, ISagaGrain<TData>, ISagaHost where TData : class
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private SagaRunner _runner = null!;
    private SagaCommands _commands = null!;
    private IGrainTimer? _timer;
    private StreamId _stream;

    /// <summary>The saga, for callers of its own tenant and of none.</summary>
    private SagaRunner Runner
    {
        get
        {
            StreamTenant.Check(_stream);
            return _runner;
        }
    }

    /// <summary>What may be asked of it, by the same callers.</summary>
    private SagaCommands Commands
    {
        get
        {
            StreamTenant.Check(_stream);
            return _commands;
        }
    }

    /// <inheritdoc/>
    public sealed override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var services = ServiceProvider.GetRequiredService<SagaServices>();
        _stream = StreamNaming.For(GetType(), this.GetGrainId());
        _runner = new SagaRunner(_stream, services, this);
        _commands = new SagaCommands(_stream, services, _runner);
        await _runner.LoadAsync();
        _runner.ResumeAsync().Ignore();
    }

    /// <inheritdoc/>
    public sealed override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _runner?.Stop(reason.Description);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<CommandResult<SagaView>> StartAsync(TData data) => Commands.StartAsync(data);

    /// <inheritdoc/>
    public Task<SagaView> StartAsSubSagaAsync(string dataJson, SagaParent parent) =>
        Commands.StartAsSubSagaAsync(dataJson, parent);

    /// <inheritdoc/>
    public Task<SagaView> CompensateSubSagaAsync(SagaParent parent) =>
        Commands.CompensateSubSagaAsync(parent);

    /// <inheritdoc/>
    public Task<SagaView> GetAsync() => Task.FromResult(Runner.View);

    /// <inheritdoc/>
    public Task<SagaView> WhenEndedAsync(TimeSpan timeout) => Runner.WhenEndedAsync(timeout);

    /// <inheritdoc/>
    public Task WakeAsync() => Runner.WakeAsync();

    /// <inheritdoc/>
    public Task<SagaSignalStatus> SignalAsync(SagaMessage message) => Commands.SignalAsync(message);

    /// <inheritdoc/>
    public Task<CommandResult<SagaView>> CancelAsync(SagaAct act) => Commands.CancelAsync(act);

    /// <inheritdoc/>
    public Task<CommandResult<SagaView>> RetryStepAsync(string step, SagaAct act) =>
        Commands.RetryStepAsync(step, act);

    /// <inheritdoc/>
    public Task<CommandResult<SagaView>> SkipStepAsync(string step, SagaAct act) =>
        Commands.SkipStepAsync(step, act);

    /// <inheritdoc/>
    public Task<CommandResult<SagaView>> ForceCompensationAsync(SagaAct act) =>
        Commands.ForceCompensationAsync(act);

    /// <inheritdoc/>
    public Task<CommandResult<SagaView>> EndByHandAsync(SagaStatus outcome, SagaAct act) =>
        Commands.EndByHandAsync(outcome, act);

    void ISagaHost.TickIn(TimeSpan? due)
    {
        if (due is null && _timer is null)
            return;
        var time = due switch
        {
            null => Timeout.InfiniteTimeSpan,
            { Ticks: < 0 } => TimeSpan.Zero,
            { } later => later < LongestTimer ? later : LongestTimer,
        };
        if (_timer is null)
        {
            _timer = this.RegisterGrainTimer(
                _ => _runner.TickAsync(),
                new GrainTimerCreationOptions(time, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        }
        else
        {
            _timer.Change(time, Timeout.InfiniteTimeSpan);
        }
    }

    void ISagaHost.KeepFor(TimeSpan time) => DelayDeactivation(time);

    void ISagaHost.Drop(string reason) => DeactivateOnIdle();
}

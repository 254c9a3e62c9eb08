using Bank.Contracts.StandingOrders;
using Bank.Contracts.Transfers;
using Microsoft.Extensions.Options;
using Orchestrix.Aggregates;
using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Sagas;

namespace Bank.StandingOrders;

/// <summary>
/// A standing order as a grain. Its reminder only makes it look at the day: a tick that comes late, twice or not at all
/// delays a payment and does nothing else. What is due when the order is opened or resumed is paid at once.
/// </summary>
[GrainType("standing-order")]
public sealed class StandingOrderGrain(IOptions<StandingOrderOptions> options, TimeProvider time)
    : AggregateGrain<StandingOrder>, IStandingOrderGrain, IRemindable
{
    private const string Reminder = "due";
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private IGrainTimer? _today;

    private DateTimeOffset Now => time.GetUtcNow();

    private DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <inheritdoc/>
    public async Task<CommandResult<StandingOrderView>> OpenAsync(OpenStandingOrder command)
    {
        ArgumentNullException.ThrowIfNull(command);
        // Before the first event: an order in the log that nobody looks at would never pay.
        if (State.Status == StandingOrderStatus.None)
            await SleepAsync(options.Value.CheckPeriod);
        var opened = await HandleAsync(command, (order, open) => StandingOrderDecisions.Open(order, open, Today), View);
        PayToday();
        return opened;
    }

    /// <inheritdoc/>
    public Task<CommandResult<StandingOrderView>> PauseAsync(PauseStandingOrder command) =>
        HandleAsync(command, StandingOrderDecisions.Pause, View);

    /// <inheritdoc/>
    public async Task<CommandResult<StandingOrderView>> ResumeAsync(ResumeStandingOrder command)
    {
        // As above; but nobody wakes what is over, was never opened, or belongs to another tenant.
        if (!State.IsSettled)
            await SleepAsync(options.Value.CheckPeriod);
        var resumed = await HandleAsync(
            command, (order, _) => StandingOrderDecisions.Resume(order, command, Today), View);
        PayToday();
        return resumed;
    }

    /// <inheritdoc/>
    public Task<CommandResult<StandingOrderView>> CancelAsync(CancelStandingOrder command) =>
        HandleAsync(command, StandingOrderDecisions.Cancel, View);

    /// <inheritdoc/>
    public Task<StandingOrderView?> GetAsync() =>
        Task.FromResult(State.Status == StandingOrderStatus.None ? null : View(State));

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status) => PayAsync();

    /// <summary>
    /// Begins what is due when this call has ended. Not by the reminder: Orleans counts from the time before it was
    /// written, finds that a tick without delay has passed, and makes the next one, a whole period later.
    /// </summary>
    private void PayToday()
    {
        if (!(State.NextDueOn <= Today))
            return;
        _today?.Dispose();
        _today = this.RegisterGrainTimer(
            PayAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    private async Task PayAsync()
    {
        do
        {
            foreach (var execution in State.Open)
                await ExecuteAsync(execution.Number);
        }
        while (await LookAsync());

        if (State.IsSettled)
            await ForgetAsync();
        else
            await SleepAsync(State.Open.IsEmpty ? UntilDue() : options.Value.CheckPeriod);
    }

    private async Task<bool> LookAsync()
    {
        var before = Version;
        await HandleAsync(new LookAtStandingOrder(Today), StandingOrderDecisions.Look, static order => order.Decided);
        return Version > before;
    }

    /// <summary>Starts the transfer of an execution, or finds it, and records its end.</summary>
    private async Task ExecuteAsync(int number)
    {
        if (await TransferAsync($"{this.GetPrimaryKeyString()}.{number}") is { } end)
        {
            await HandleAsync(
                new RecordExecution(number, end.Outcome, end.Code), StandingOrderDecisions.Record,
                static order => order.Decided);
        }
    }

    private async Task<(ExecutionOutcome Outcome, string? Code)?> TransferAsync(string id)
    {
        var transfer = GrainFactory.GetGrain<ITransferGrain>(id);
        try
        {
            var started = await transfer.StartAsync(State.Transfer!);
            if (!started.IsAccepted)
                return (ExecutionOutcome.Refused, started.Refusal.Code);
        }
        // Somebody has made a transfer of their own under this id.
        catch (CommandIdReusedException reused)
        {
            return (ExecutionOutcome.Refused, reused.Code);
        }
        var view = await transfer.WhenEndedAsync(options.Value.TransferPatience);
        return view.Status switch
        {
            SagaStatus.Completed => (ExecutionOutcome.Completed, null),
            SagaStatus.Compensated => (ExecutionOutcome.Refused, view.ReasonCode),
            _ => null,
        };
    }

    private TimeSpan UntilDue()
    {
        var wait = State.NextDueOn is { } due
            ? new DateTimeOffset(due.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) - Now
            : LongestSleep;
        return wait <= TimeSpan.Zero ? options.Value.CheckPeriod : wait < LongestSleep ? wait : LongestSleep;
    }

    private Task<IGrainReminder> SleepAsync(TimeSpan dueTime) =>
        this.RegisterOrUpdateReminder(Reminder, dueTime, options.Value.CheckPeriod);

    private async Task ForgetAsync()
    {
        if (await this.GetReminder(Reminder) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    private StandingOrderView View(StandingOrder order) => order.ToView(this.GetPrimaryKeyString());
}

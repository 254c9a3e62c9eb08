using System.Text;
using Bank.Contracts;
using Bank.Contracts.Commands;
using Bank.Contracts.Replies;
using Orchestrix.Aggregates;
using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.Serialization;

namespace Bank.Accounts;

/// <summary>An account as a grain: commands go to <see cref="AccountDecisions"/>, reads come from the stream.</summary>
[GrainType("account")]
public sealed class AccountGrain(EventSerializer serializer) : AggregateGrain<Account>, IAccountGrain
{
    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public Task<CommandResult<AccountView>> OpenAsync(OpenAccount command) =>
        HandleAsync(command, AccountDecisions.Open, View);

    /// <inheritdoc/>
    public Task<CommandResult<AccountView>> DepositAsync(Deposit command) =>
        HandleAsync(command, AccountDecisions.Deposit, View);

    /// <inheritdoc/>
    public Task<CommandResult<AccountView>> WithdrawAsync(Withdraw command) =>
        HandleAsync(command, AccountDecisions.Withdraw, View);

    /// <inheritdoc/>
    public Task<CommandResult<AccountView>> CreditInterestAsync(CreditInterest command) =>
        HandleAsync(command, AccountDecisions.CreditInterest, View);

    /// <inheritdoc/>
    public Task<CommandResult<AccountView>> SetOverdraftLimitAsync(SetOverdraftLimit command) =>
        HandleAsync(command, AccountDecisions.SetOverdraftLimit, View);

    /// <inheritdoc/>
    public Task<CommandResult<AccountView>> FreezeAsync(Freeze command) =>
        HandleAsync(command, AccountDecisions.Freeze, View);

    /// <inheritdoc/>
    public Task<CommandResult<AccountView>> UnfreezeAsync(Unfreeze command) =>
        HandleAsync(command, AccountDecisions.Unfreeze, View);

    /// <inheritdoc/>
    public Task<CommandResult<AccountView>> CloseAsync(Close command) =>
        HandleAsync(command, AccountDecisions.Close, View);

    /// <inheritdoc/>
    public Task<AccountView?> GetAsync() => Task.FromResult(State.Version == 0 ? null : View(State));

    /// <inheritdoc/>
    public async Task<AccountView?> GetAtVersionAsync(long version)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        // Who knows a later version than this activation has seen the work of another one.
        if (version > State.Version)
            await RefreshNow();
        return version > State.Version ? null : View(await StateAtAsync(version));
    }

    /// <inheritdoc/>
    public async Task<StatementPage?> GetStatementAsync(
        long fromVersion, int limit, CancellationToken cancellationToken)
    {
        var page = PageRead(fromVersion, limit);
        if (State.Version == 0)
            return null;
        var statement = new StatementBuilder(Id);
        await foreach (var recorded in ReadStreamAsync(page, cancellationToken))
            statement.Add(recorded, serializer.Deserialize(recorded));
        // A page on which no money moved does not tell the balance; the account as it was then does.
        var nextPage = NextPage(fromVersion, limit);
        var account = statement.IsEmpty && nextPage is { } next ? await StateAtAsync(next - 1) : State;
        return statement.Build(account, nextPage);
    }

    /// <inheritdoc/>
    public async Task<AccountEventsPage?> GetEventsAsync(
        long fromVersion, int limit, CancellationToken cancellationToken)
    {
        var page = PageRead(fromVersion, limit);
        if (State.Version == 0)
            return null;
        var events = new List<AccountEvent>();
        await foreach (var recorded in ReadStreamAsync(page, cancellationToken))
            events.Add(ToReply(recorded));
        return new AccountEventsPage(events, NextPage(fromVersion, limit));
    }

    private static StreamRead PageRead(long fromVersion, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, AccountLimits.MaxPageSize);
        return StreamRead.Forwards(fromVersion, limit);
    }

    private static AccountEvent ToReply(RecordedEvent recorded) => new(
        recorded.Version, recorded.Position, recorded.EventType, recorded.SchemaVersion,
        Encoding.UTF8.GetString(recorded.Json.Span), recorded.EventId, recorded.CommitId, recorded.CommandId,
        recorded.RecordedAt, recorded.Metadata);

    private long? NextPage(long fromVersion, int limit) =>
        fromVersion <= State.Version - limit ? fromVersion + limit : null;

    private AccountView View(Account account) => account.ToView(Id);
}

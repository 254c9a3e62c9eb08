using Bank.Contracts;

namespace Orchestrix.Cluster.Tests.SharedLog;

/// <summary>
/// Holds what callers were told against what the log says. A command whose last word is unknown may be in the log or
/// not; of every other one it is certain.
/// </summary>
internal sealed class HistoryCheck(History history, BankLog log)
{
    private readonly List<string> _violations = [];

    /// <param name="history">What callers were told.</param>
    /// <param name="log">What is durable.</param>
    /// <param name="accounts">The accounts that the callers had for themselves; all of the log if null.</param>
    public static void Run(History history, BankLog log, IReadOnlyCollection<string>? accounts = null)
    {
        var check = new HistoryCheck(history, log);
        foreach (var command in history.Attempts.GroupBy(attempt => attempt.Transfer))
            check.CheckCommand(command.Key, [.. command.OrderBy(attempt => attempt.Begun)]);
        foreach (var (account, version, balance) in history.Reads)
            check.Require(log.BalanceAt(account, version) == balance, $"{account} was read at {version}: {balance}");
        check.CheckLogHoldsNothingElse(accounts ?? [.. log.Accounts]);
        check.CheckRealTime();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", history.Attempts
            .GroupBy(attempt => attempt.IsRepeat ? "Repeated" : $"{attempt.Outcome} {attempt.Refusal}")
            .Select(kind => $"{kind.Key}: {kind.Count()}")));
        Assert.Empty(check._violations.Take(20));
    }

    private void CheckCommand(Transfer transfer, Attempt[] attempts)
    {
        var found = log.Find(transfer);
        var acknowledged = Array.FindAll(attempts, attempt => attempt.Outcome == Outcome.Acknowledged);
        foreach (var attempt in acknowledged)
        {
            Require(found is { } at
                && (at.Event.Version, at.Event.Position, at.Change)
                    == (attempt.Version, attempt.Position, transfer.Amount),
                $"acknowledged, but not there: {attempt}");
            Require(log.BalanceAt(transfer.Account, attempt.Version) == attempt.Balance, $"wrong balance: {attempt}");
            Require(attempt.IsRepeat || attempt.ExpectedVersion is not { } expected || attempt.Version == expected + 1,
                $"decided on another version than was expected: {attempt}");
        }
        Require(acknowledged.Count(attempt => !attempt.IsRepeat) <= 1, $"done twice: {transfer}");
        var isOpen = attempts.Any(attempt => attempt.Outcome == Outcome.Unknown);
        Require(isOpen || acknowledged.Length > 0 == found is not null, $"nobody was told: {transfer}");
        Require(isOpen || acknowledged.Length == 0 || acknowledged.Any(attempt => !attempt.IsRepeat),
            $"only repeats of it were answered: {transfer}");
        foreach (var attempt in attempts)
            CheckNo(attempt, found?.Event.Version);
    }

    /// <summary>A no holds for the version it names, at which the command was not in the log yet.</summary>
    private void CheckNo(Attempt attempt, long? versionInLog)
    {
        if (attempt.Outcome is not (Outcome.Refused or Outcome.Conflict))
            return;
        Require(versionInLog is null || versionInLog > attempt.Version, $"said no to what was done: {attempt}");
        Require(log.BalanceAt(attempt.Transfer.Account, attempt.Version) is not null, $"no such version: {attempt}");
        if (attempt.Outcome == Outcome.Refused)
        {
            Require(attempt.Refusal == AccountRefusals.InsufficientFunds
                && log.BalanceAt(attempt.Transfer.Account, attempt.Version) + attempt.Transfer.Amount < 0,
                $"refused for no reason: {attempt}");
        }
        else
        {
            Require(attempt.ExpectedVersion != attempt.Version, $"a conflict with itself: {attempt}");
        }
    }

    private void CheckLogHoldsNothingElse(IReadOnlyCollection<string> accounts)
    {
        var sent = history.Attempts
            .Select(attempt => (attempt.Transfer.Account, attempt.Transfer.CommandId)).ToHashSet();
        foreach (var command in log.Commands.Where(command => accounts.Contains(command.Account)))
            Require(sent.Contains(command), $"nobody sent {command}");
    }

    /// <summary>A command that was sent after another was answered comes behind it, whatever silo took it.</summary>
    private void CheckRealTime()
    {
        var commands = history.Attempts.GroupBy(attempt => attempt.Transfer)
            .Select(command => (
                Begun: command.Min(attempt => attempt.Begun),
                Ended: command.Where(attempt => attempt.Outcome == Outcome.Acknowledged)
                    .Min(attempt => (long?)attempt.Ended),
                log.Find(command.Key)?.Event.Position))
            .Where(command => command.Position is not null)
            .OrderBy(command => command.Begun)
            .ToArray();
        var answered = new Queue<(long? Ended, long Position)>(commands.Where(command => command.Ended is not null)
            .OrderBy(command => command.Ended).Select(command => (command.Ended, command.Position!.Value)));
        var newest = 0L;
        foreach (var (begun, _, position) in commands)
        {
            while (answered.TryPeek(out var earlier) && earlier.Ended < begun)
                newest = Math.Max(newest, answered.Dequeue().Position);
            Require(position > newest, $"position {position} was sent after {newest} was answered");
        }
    }

    private void Require(bool isSo, string violation)
    {
        if (!isSo)
            _violations.Add(violation);
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using Bank.Contracts;
using Bank.Contracts.Commands;

namespace Orchestrix.Benchmarks.Feed;

/// <summary>
/// Deposits at a constant rate, whatever becomes of the ones before (open loop). Each account gets one in turn, so that
/// the number of a deposit says which account it went to, and how many bookings the account has had with it.
/// </summary>
internal sealed class LiveLoad(IGrainFactory grains)
{
    /// <summary>Deposits in a second.</summary>
    public const int Rate = 1_000;

    /// <summary>Accounts that take turns.</summary>
    public const int Accounts = 1_000;

    private readonly List<Task> _answers = [];
    private readonly ConcurrentQueue<double> _milliseconds = new();

    /// <summary>Deposits that were sent and that nobody has taken from here yet.</summary>
    public ConcurrentQueue<int> Sent { get; } = new();

    /// <summary>Time from when a deposit was due until its answer, for those from the first measured one on.</summary>
    public IReadOnlyCollection<double> Milliseconds => _milliseconds;

    /// <summary>The id of the account that gets the deposit of a number.</summary>
    public static string AccountOf(int number) => (number % Accounts).ToString("d4", CultureInfo.InvariantCulture);

    /// <summary>Bookings that the account has had with it.</summary>
    public static int BookingsWith(int number) => (number / Accounts) + 1;

    public Task OpenAccountsAsync() => Parallel.ForAsync(
        0, Accounts, new ParallelOptions { MaxDegreeOfParallelism = 64 },
        async (number, _) => await grains.GetGrain<IAccountGrain>(AccountOf(number))
            .OpenAsync(new OpenAccount($"Owner {number}", "EUR")));

    /// <summary>Sends until a number is reached, and waits for the answers.</summary>
    /// <param name="first">The first deposit whose time counts.</param>
    /// <param name="end">The number of deposits.</param>
    /// <param name="measuring">Called when the first one that counts is due.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    public async Task RunAsync(int first, int end, Func<Task> measuring, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var started = TimeProvider.System.GetTimestamp();
        for (var number = 0; number < end;)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            var due = TimeProvider.System.GetElapsedTime(started).TotalSeconds * Rate;
            for (; number < end && number < due; number++)
            {
                if (number == first)
                    _answers.Add(measuring());
                _answers.Add(DepositAsync(number, started, number >= first));
                Sent.Enqueue(number);
            }
        }
        await Task.WhenAll(_answers);
    }

    private async Task DepositAsync(int number, long started, bool isMeasured)
    {
        var result = await grains.GetGrain<IAccountGrain>(AccountOf(number)).DepositAsync(
            new Deposit(new Money(1.25m, "EUR")) { CommandId = $"deposit-{number}" });
        if (!result.IsAccepted)
            throw new InvalidOperationException("A deposit was refused.");
        var due = TimeSpan.FromSeconds((double)number / Rate);
        if (isMeasured)
            _milliseconds.Enqueue((TimeProvider.System.GetElapsedTime(started) - due).TotalMilliseconds);
    }
}

using Bank.Contracts;
using Bank.Contracts.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orchestrix.PostgreSQL.Hosting;

namespace Orchestrix.SubscriberSilo;

/// <summary>Sends commands as fast as they are answered, until the table <c>public.over</c> has a row.</summary>
internal sealed class Load(
    int callers, IGrainFactory grains,
    [FromKeyedServices(PostgreSQLDataSource.ServiceKey)] NpgsqlDataSource source)
    : BackgroundService
{
    private const int Accounts = 200;

    private readonly TaskCompletionSource _isKnown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isOver;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        // A silo that starts when the load is over sends nothing.
        var watching = WatchAsync(stoppingToken);
        await _isKnown.Task.WaitAsync(stoppingToken);
        await Task.WhenAll([watching, .. Enumerable.Range(0, callers).Select(_ => SendAsync())]);
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            try
            {
                await using var command = source.CreateCommand("select exists (select from public.over)");
                _isOver = (bool)(await command.ExecuteScalarAsync(stoppingToken))!;
                _isKnown.TrySetResult();
            }
            catch (NpgsqlException)
            {
                // Its connection was cut, as the test does; it asks again.
            }
        }
        while (!_isOver && await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SendAsync()
    {
        while (!_isOver)
        {
            var account = grains.GetGrain<IAccountGrain>($"{Random.Shared.Next(Accounts)}");
            try
            {
                var result = await account.DepositAsync(new Deposit(new Money(1m, "EUR")));
                if (result.Refusal is not null)
                    await account.OpenAsync(new OpenAccount("owner", "EUR"));
            }
            // What fails is nobody's loss here: the log says what was done.
            catch (Exception)
            {
                using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
                await pause.WaitForNextTickAsync();
            }
        }
    }
}

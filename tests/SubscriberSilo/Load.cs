using Bank.Contracts;
using Bank.Contracts.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orchestrix.PostgreSQL.Hosting;

namespace Orchestrix.SubscriberSilo;

/// <summary>Sends commands as fast as they are answered, until the table <c>public.over</c> has a row.</summary>
internal sealed class Load(
    IGrainFactory grains, [FromKeyedServices(PostgreSQLDataSource.ServiceKey)] NpgsqlDataSource source)
    : BackgroundService
{
    private const int Callers = 24;
    private const int Accounts = 200;

    private bool _isOver;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll([WatchAsync(stoppingToken), .. Enumerable.Range(0, Callers).Select(_ => SendAsync())]);
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!_isOver && await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var command = source.CreateCommand("select exists (select from public.over)");
                _isOver = (bool)(await command.ExecuteScalarAsync(stoppingToken))!;
            }
            catch (NpgsqlException)
            {
                // Its connection was cut, as the test does; it asks again.
            }
        }
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
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }
}

using Bank.Accounts.Events;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.Retry;
using Orchestrix.Subscriptions;
using Orchestrix.Subscriptions.Handlers;

namespace Orchestrix.SubscriberSilo;

/// <summary>
/// Notes every deposit in a table, in a transaction of its own, as something in the outside world would be done. The
/// fourth deposit of some accounts is poison until the table <c>public.cured</c> has a row.
/// </summary>
internal sealed class Noter([FromKeyedServices(PostgreSQLDataSource.ServiceKey)] NpgsqlDataSource source)
    : IEventHandler<MoneyDeposited>
{
    public const string Subscription = "handlers";

    private const string Insert =
        "insert into public.handled (stream_id, version, position, handling_id) select $1, $2, $3, $4 "
        + "where not $5 or exists (select from public.cured)";

    public static void Configure(HandlerSubscriptionBuilder subscription) => subscription
        .Handle<Noter>()
        .Partitions(6)
        .Retry(new FixedDelay(maxRetries: 2, delay: TimeSpan.FromMilliseconds(20)))
        .OnPoison(PoisonPolicy.ParkStream)
        // Its connections are killed, which says nothing about the event.
        .TreatAsTransient(static exception => exception is NpgsqlException);

    public async Task HandleAsync(EventContext<MoneyDeposited> e, CancellationToken cancellationToken)
    {
        var isPoison = e.Version == 5 && e.Stream.Key.EndsWith('7');
        await using var command = source.CreateCommand(Insert);
        command.Parameters.Add(new() { Value = e.Stream.Value });
        command.Parameters.Add(new() { Value = e.Version });
        command.Parameters.Add(new() { Value = e.Position });
        command.Parameters.Add(new() { Value = e.HandlingId });
        command.Parameters.Add(new() { Value = isPoison });
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            throw new InvalidOperationException("This deposit is poison.");
    }
}

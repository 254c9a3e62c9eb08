using System.Text.Json;
using Bank.Accounts.Events;
using Bank.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Browser.Tests.Support;

/// <summary>An account with a long past, written into the log as its grain would have.</summary>
internal static class Deposits
{
    private const int Events = 1_000;

    /// <summary>Appends so many events, in commits of a thousand.</summary>
    public static async Task WriteAsync(TestDatabase database, int count)
    {
        var store = new PostgreSQLEventStore(
            database.Application, new PostgreSQLOptions(), TimeProvider.System,
            NullLogger<PostgreSQLEventStore>.Instance);
        for (var version = 0; version < count; version += Events)
        {
            await store.AppendAsync([new Commit
            {
                Stream = StreamId.For("account", "saver"),
                ExpectedVersion = version == 0 ? ExpectedVersion.NoStream : ExpectedVersion.Exactly(version),
                CommitId = Guid.NewGuid(),
                Events = [.. Enumerable.Range(version + 1, Events).Select(static balance => new EventData(
                    Guid.NewGuid(), "account.money-deposited", 1, JsonSerializer.SerializeToUtf8Bytes(
                        new MoneyDeposited(new Money(1, "EUR"), new Money(balance, "EUR")),
                        JsonSerializerOptions.Web)))],
            }]);
        }
    }
}

using System.Text.Json;
using Bank.Contracts;
using Bank.Contracts.Transfers;
using Bank.Transfers;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Sagas;
using Orchestrix.Serialization;

namespace Orchestrix.Cluster.Tests.Sagas;

/// <summary>Transfers whose credit nobody could be sure of, written into the log as the engine writes them.</summary>
internal static class ParkedTransfers
{
    private static readonly EventSerializer Serializer =
        new(new EventTypeRegistryBuilder().AddEvents(typeof(SagaStarted).Assembly).Build());

    public static async Task WriteAsync(TestDatabase database, string to, params string[] ids)
    {
        var store = new PostgreSQLEventStore(
            database.Application, new PostgreSQLOptions(), TimeProvider.System,
            NullLogger<PostgreSQLEventStore>.Instance);
        foreach (var id in ids)
        {
            await store.AppendAsync([new Commit
            {
                Stream = StreamId.For("transfer", id),
                ExpectedVersion = ExpectedVersion.NoStream,
                CommitId = Guid.NewGuid(),
                Events = [.. Events(to).Select(Serializer.Serialize)],
                Metadata = EventMetadata.None with { CorrelationId = $"c-{id}" },
            }]);
        }
    }

    private static SagaEvent[] Events(string to)
    {
        var at = TimeProvider.System.GetUtcNow();
        var data = JsonSerializer.SerializeToElement(
            new Transfer("payer", to, new Money(5m, "EUR")), JsonSerializerOptions.Web);
        const string code = SagaRefusals.StepFailed;
        return
        [
            new SagaStarted(1, data) { At = at },
            new SagaStepIntended(TransferSaga.Debit, 1, at.AddMinutes(5)) { At = at },
            new SagaStepSucceeded(TransferSaga.Debit, 1) { At = at.AddSeconds(1) },
            new SagaStepIntended(TransferSaga.Credit, 1, at.AddHours(1)) { At = at.AddSeconds(1) },
            new SagaStepFailed(TransferSaga.Credit, 1, StepFailureKind.Unknown, "timeout", "No answer.")
            {
                At = at.AddSeconds(3),
            },
            new SagaParked(code, "The step gave up: timeout: No answer.", TransferSaga.Credit)
            {
                At = at.AddSeconds(3),
                Outlook = new SagaOutlook(
                    SagaStatus.Parked, null, code, TransferSaga.Credit, at.AddSeconds(3), Attempts: 1),
            },
        ];
    }
}

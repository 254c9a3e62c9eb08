using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Hosting;
using Orleans.Serialization;

namespace Orchestrix.Tests.Serialization;

public sealed class WireExceptionTests
{
    public static TheoryData<string> Causes => ["user's", "driver's"];

    /// <summary>From a silo to a client that knows nothing of the silo's options.</summary>
    [Theory]
    [MemberData(nameof(Causes))]
    public void A_failure_with_a_cause_that_Orleans_does_not_know_arrives_as_itself(string whose)
    {
        Exception cause = whose == "user's"
            ? new LedgerBrokenException("The ledger is broken.", new LedgerBrokenException("Deep."))
            : new Npgsql.NpgsqlException("The ledger is broken.");
        using var silo = new ServiceCollection().AddSerializer()
            .Configure<ExceptionSerializationOptions>(WireExceptions.Allow).BuildServiceProvider();
        using var client = new ServiceCollection().AddSerializer().BuildServiceProvider();

        foreach (var failure in new Exception[]
        {
            new EventRejectedException(ErrorCodes.FoldFailed, "It did not fold.", cause),
            new UncertainOutcomeException(StreamId.For("account", "1"), Guid.NewGuid(), cause),
            new EventStoreUnavailableException(ErrorCodes.StoreFull, "Full.", cause),
        })
        {
            var sent = silo.GetRequiredService<Serializer>().SerializeToArray<Exception>(failure);
            var copy = client.GetRequiredService<Serializer>().Deserialize<Exception>(sent)!;

            Assert.IsType(failure.GetType(), copy);
            Assert.Equal(
                (failure.Message, ((IErrorCode)failure).Code, "The ledger is broken."),
                (copy.Message, ((IErrorCode)copy).Code, copy.InnerException?.Message));
        }
    }

    private sealed class LedgerBrokenException(string message, Exception? inner = null) : Exception(message, inner);
}

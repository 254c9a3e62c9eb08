using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orchestrix.Errors;
using Orchestrix.Hosting;
using Orchestrix.Sagas;
using Orleans.Configuration;

namespace Orchestrix.Tests.Sagas;

/// <summary>A silo does not start with steps that could be undone while a call of theirs may yet arrive.</summary>
public sealed class SagaTimeoutRuleTests
{
    [Fact]
    public void An_attempt_shorter_than_the_response_time_out_is_refused_with_both_times()
    {
        var fault = Assert.Throws<ConfigurationException>(() => Validate(TimeSpan.FromSeconds(11)));

        Assert.Contains("'flight'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("00:00:10", fault.Message, StringComparison.Ordinal);
        Assert.Contains("00:00:11", fault.Message, StringComparison.Ordinal);
        Validate(TimeSpan.FromSeconds(10));
    }

    private static void Validate(TimeSpan responseTimeout)
    {
        var saga = new TripSaga(static saga => TripSaga.Buy(saga, "flight").AttemptTimeout(TimeSpan.FromSeconds(10)));
        using var services = new ServiceCollection()
            .AddSingleton(new SagaRegistry([saga]))
            .AddSingleton<ISagaIndex>(new InMemorySagaIndex(null!, null!, null!))
            .BuildServiceProvider();
        new SagaGrainValidator(
            Options.Create(new GrainTypeOptions()), Options.Create(new SagaOptions()),
            Options.Create(new SiloMessagingOptions { ResponseTimeout = responseTimeout }), services)
            .ValidateConfiguration();
    }
}

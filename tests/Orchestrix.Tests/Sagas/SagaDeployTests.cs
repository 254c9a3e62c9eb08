using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Sagas;
using Orchestrix.Validation;

namespace Orchestrix.Tests.Sagas;

/// <summary>Sagas that run while a new version with stricter rules is deployed.</summary>
public sealed class SagaDeployTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_part_that_was_started_goes_on_though_the_rules_would_refuse_it_now()
    {
        var papers = new Papers();
        var bench = new SagaBench(papers, new TripSaga(saga =>
        {
            TripSaga.Buy(saga, "flight");
            saga.SubSaga("papers", "papers", static context => context.Data);
        }));
        bench.Shop("visa").Answer = _ => bench.World.Time.Elapsed < 2 * Minute ? StepResult.Pending(Minute) : null;
        bench.Start(TimeSpan.FromSeconds(1));
        papers.IsStrict = true;

        bench.World.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal(SagaStatus.Completed, bench.View.Status);
        Assert.Equal((1, 1), (bench.Shop("flight").Sold, bench.Shop("visa").Sold));
    }

    [Fact]
    public async Task Data_that_was_recorded_before_it_had_a_field_is_the_same_data()
    {
        var bench = new SagaBench(new FormSaga());
        _ = bench.World.StartAsync("form", "1", new Form("Ada"));
        bench.World.Pass(Minute);
        FormConverter.HasField = true;
        try
        {
            var again = bench.World.StartAsync("form", "1", new Form("Ada"));
            var other = bench.World.StartAsync("form", "1", new Form("Bob"));
            bench.World.Pass(Minute);

            Assert.True((await again).IsRepeat);
            await Assert.ThrowsAsync<CommandIdReusedException>(() => other);
        }
        finally
        {
            FormConverter.HasField = false;
        }
    }

    [Fact]
    public void A_saga_that_waits_for_its_definition_is_looked_at_again_and_others_that_are_parked_are_not()
    {
        var now = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(now + TimeSpan.FromSeconds(3), DueAt(SagaRefusals.VersionNotRegistered));
        Assert.Equal(now + TimeSpan.FromSeconds(3), DueAt(SagaRefusals.DefinitionChanged));
        Assert.Null(DueAt(SagaRefusals.DefinitionFailed));

        DateTimeOffset? DueAt(string code) => SagaState.New.Apply(
        [
            new SagaStarted(1, JsonElement.Parse("{}")) { At = now },
            new SagaParked(code, "A reason.") { At = now },
        ]).DueAt(TimeSpan.FromSeconds(3), now + Minute);
    }

    /// <summary>The silo of the first activation never has the definition; another one does.</summary>
    [Fact]
    public void A_saga_on_a_silo_without_its_definition_leaves_it_and_goes_on_where_that_is_known()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.Shop("hotel").Answer = _ => bench.World.Time.Elapsed < 2 * Minute ? StepResult.Pending() : null;
        bench.Start(TimeSpan.FromSeconds(1));
        bench.World.Deploy(Changed(version: 2));
        bench.World.Crash();
        bench.World.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal((SagaStatus.Parked, SagaRefusals.VersionNotRegistered),
            (bench.View.Status, bench.View.ReasonCode));

        bench.World.Deploy(TripSaga.Sequential(), Changed(version: 2));
        bench.World.Pass(5 * Minute);

        Assert.Equal((SagaStatus.Completed, 1), (bench.View.Status, bench.Shop("car").Sold));
    }

    [Fact]
    public void A_saga_does_not_go_on_with_other_steps_than_it_began_with()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.Shop("hotel").Answer = _ => bench.World.Time.Elapsed < 2 * Minute ? StepResult.Pending() : null;
        bench.Start(TimeSpan.FromSeconds(1));
        bench.World.Deploy(Changed(version: 1));
        bench.World.Crash();
        bench.World.Pass(TimeSpan.FromSeconds(30));

        Assert.Equal((SagaStatus.Parked, SagaRefusals.DefinitionChanged), (bench.View.Status, bench.View.ReasonCode));
        Assert.Contains("Register the new steps as version 2", bench.View.Reason, StringComparison.Ordinal);
        Assert.Equal(0, bench.Shop("boat").Sold);

        // As the message says.
        bench.World.Deploy(TripSaga.Sequential(), Changed(version: 2));
        bench.World.Pass(5 * Minute);
        Assert.Equal((SagaStatus.Completed, 1), (bench.View.Status, bench.Shop("car").Sold));
    }

    [Fact]
    public void Times_and_retries_may_change_within_a_version()
    {
        Assert.Equal(TripSaga.Sequential().Fingerprint, TripSaga.Sequential(retries: 7).Fingerprint);
        Assert.NotEqual(TripSaga.Sequential().Fingerprint, Changed(version: 1).Fingerprint);
        // Recorded with running sagas: it never changes.
        Assert.Equal("f7169d70d4b2015c", TripSaga.Sequential().Fingerprint);
    }

    [Fact]
    public void A_saga_without_a_definition_can_be_ended_by_hand()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.Shop("hotel").Answer = static _ => StepResult.Pending();
        bench.Start(TimeSpan.FromSeconds(1));
        bench.World.Deploy(Changed(version: 2));
        bench.World.Crash();
        bench.World.Pass(Minute);

        bench.Do(saga => saga.EndByHandAsync(SagaStatus.Compensated, new SagaAct("ops", "seen to")), Minute);

        Assert.Equal(SagaStatus.Compensated, bench.View.Status);
    }

    private static TripSaga Changed(int version) => new(saga =>
    {
        TripSaga.Buy(saga, "flight");
        TripSaga.Buy(saga, "hotel");
        TripSaga.Buy(saga, "boat");
    }, version: version);

    [Fact]
    public async Task A_part_that_was_undone_before_it_began_never_begins()
    {
        var bench = new SagaBench(TripSaga.Sequential());
        bench.Do(saga => saga.CompensateSubSagaAsync(new SagaParent(StreamId.For("tour", "1"), "trip")), Minute);

        var late = bench.World.StartAsync("trip", "1", new Trip("Ada"));
        bench.World.Pass(Minute);

        Assert.Equal(SagaRefusals.Forestalled, (await late).Refusal?.Code);
        Assert.Empty(bench.Effects);
    }

    [JsonConverter(typeof(FormConverter))]
    private sealed record Form(string Name);

    private sealed class FormSaga() : Saga<Form>("form", version: 1)
    {
        protected override void Define(SagaBuilder<Form> saga) =>
            saga.Step("file", static (_, _) => Task.FromResult(StepResult.Done()));
    }

    private sealed class FormConverter : JsonConverter<Form>
    {
        public static bool HasField { get; set; }

        public override Form Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var json = JsonDocument.ParseValue(ref reader);
            return new Form(json.RootElement.GetProperty("name").GetString()!);
        }

        public override void Write(Utf8JsonWriter writer, Form value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("name", value.Name);
            if (HasField)
                writer.WriteNumber("copies", 1);
            writer.WriteEndObject();
        }
    }

    private sealed class Papers() : Saga<Trip>("papers", version: 1)
    {
        public bool IsStrict { get; set; }

        protected override void Define(SagaBuilder<Trip> saga) => TripSaga.Buy(saga, "visa");

        protected override IEnumerable<ValidationError?> Validate(Trip data) =>
            [IsStrict ? Orchestrix.Validation.Validate.NotEmpty(nameof(data.Traveller), "") : null];
    }
}

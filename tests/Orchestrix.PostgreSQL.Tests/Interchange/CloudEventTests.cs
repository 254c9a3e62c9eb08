using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CloudNative.CloudEvents.SystemTextJson;
using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.Tests.Interchange;

/// <summary>Every line is a CloudEvent of version 1.0 in the JSON format, and holds what the log holds.</summary>
public sealed partial class CloudEventTests(PostgresFixture fixture) : InterchangeTests(fixture)
{
    private static readonly string[] _required = ["id", "source", "specversion", "type"];

    [Fact]
    public async Task Every_line_keeps_the_rules_of_the_specification()
    {
        var database = await CreateDatabaseAsync();
        var store = Open(database.ApplicationConnectionString);
        await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream, events: 2));
        await AppendAsync(store, Whole(NewStream()));

        foreach (var line in await LinesAsync(database))
        {
            // Of a property that is given twice the last one would be taken.
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            using var document = JsonDocument.Parse(line, options);
            var members = document.RootElement.EnumerateObject()
                .ToDictionary(member => member.Name, member => member.Value);
            Assert.All(_required, name => Assert.NotEmpty(members[name].GetString()!));
            Assert.Equal("1.0", members["specversion"].GetString());
            Assert.True(Uri.TryCreate(members["source"].GetString(), UriKind.Absolute, out _));
            Assert.Matches(Rfc3339(), members["time"].GetString());
            Assert.Equal("application/json", members["datacontenttype"].GetString());
            Assert.Equal(JsonValueKind.Object, members["data"].ValueKind);
            members.Remove("data");
            Assert.All(members, member => Assert.Matches(AttributeName(), member.Key));
            Assert.All(members, member => Assert.True(IsAttributeValue(member.Value), member.Key));
        }
    }

    [Fact]
    public async Task A_line_holds_everything_that_the_log_keeps()
    {
        var database = await CreateDatabaseAsync();
        var commit = Whole(StreamId.Parse("test/a \"quoted\" é"));
        await AppendAsync(Open(database.ApplicationConnectionString), commit);
        await database.ExecuteAsync("alter table orchestrix.events disable trigger user");
        await database.ExecuteAsync("update orchestrix.events set recorded_at = '2026-01-02 03:04:05.000006Z'");

        Assert.Equal(
            $$$"""
            {"specversion":"1.0","id":"{{{commit.Events[0].EventId}}}","source":"urn:orchestrix:log",
            "type":"test.happened","subject":"test/a \"quoted\" é","time":"2026-01-02T03:04:05.000006Z",
            "datacontenttype":"application/json","position":"1","streamversion":"1","schemaversion":1,
            "commitid":"{{{commit.CommitId}}}","commitindex":0,"commitsize":1,"commandid":"c","fingerprint":"-7",
            "correlationid":"co","causationid":"ca",
            "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","actor":"ac","tenant":"te",
            "data":{"note":"a : b, c","amount":10.50}}
            """.ReplaceLineEndings(""),
            Assert.Single(await LinesAsync(database)));
    }

    [Fact]
    public async Task Another_implementation_reads_every_line_as_what_was_appended()
    {
        var database = await CreateDatabaseAsync();
        var commit = Whole(NewStream());
        var appended = await AppendAsync(Open(database.ApplicationConnectionString), commit);
        var line = Assert.Single(await LinesAsync(database));

        var read = await new JsonEventFormatter().DecodeStructuredModeMessageAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(line)), new ContentType("application/cloudevents+json"), null);

        Assert.True(read.IsValid);
        Assert.Equal((commit.Events[0].EventId.ToString(), "test.happened", commit.Stream.Value, appended.RecordedAt),
            (read.Id, read.Type, read.Subject, read.Time));
        Assert.Equal(("1", "c", "-7", "ac"), (read["position"], read["commandid"], read["fingerprint"], read["actor"]));
        Assert.Equal(commit.Metadata.TraceParent, read["traceparent"]);
        Assert.Equal("""{"note":"a : b, c","amount":10.50}""", Assert.IsType<JsonElement>(read.Data).GetRawText());
    }

    private static Commit Whole(StreamId stream) => Commit(stream, ExpectedVersion.NoStream, commandId: "c") with
    {
        CommandFingerprint = -7,
        Events = [Event("""{"amount":10.50,"note":"a : b, c"}""")],
        Metadata = new EventMetadata
        {
            CorrelationId = "co",
            CausationId = "ca",
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            Actor = "ac",
            Tenant = "te",
        },
    };

    // https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#type-system: integers have 32 bits.
    private static bool IsAttributeValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.All(character => !char.IsControl(character)),
        JsonValueKind.Number => value.TryGetInt32(out var number)
            && value.GetRawText() == number.ToString(CultureInfo.InvariantCulture),
        _ => false,
    };

    [GeneratedRegex("^[a-z0-9]{1,20}$")]
    private static partial Regex AttributeName();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
    private static partial Regex Rfc3339();
}

using System.Text;
using System.Text.Json.Nodes;
using Orchestrix.PostgreSQL.Interchange;

namespace Orchestrix.PostgreSQL.Tests.Interchange;

/// <summary>What may be wrong with a file, and the line that is named.</summary>
public sealed class ImportLineTests
{
    private const string Id = "01234567-89ab-cdef-0123-456789abcdef";

    [Theory]
    [InlineData("position", "\"4\"", "position is 4, expected 3")]
    [InlineData("position", "\"2\"", "position is 2, expected 3")]
    [InlineData("position", "\"0\"", "position is not an integer")]
    [InlineData("position", "3.0", "position is neither a text nor an integer")]
    [InlineData("position", "\" 3\"", "position is not an integer")]
    [InlineData("position", null, "position is missing")]
    [InlineData("streamversion", "\"4\"", "streamversion is 4, expected 3")]
    [InlineData("subject", "\"test/other\"", "streamversion is 3, expected 1")]
    [InlineData("subject", "\"nokey\"", "subject names no stream")]
    [InlineData("commitindex", "0", "commitindex is 0, expected 1: the commit that began at line 2 is not whole")]
    [InlineData("commitindex", "2", "commitindex is not below commitsize")]
    [InlineData("commitsize", "3", "differ from those of the commit that began at line 2")]
    [InlineData("commitsize", "1001", "commitsize is not an integer from 1 to 1000")]
    [InlineData("commitid", $"\"{Id}\"", "differ from those of the commit")]
    [InlineData("commitid", "\"7\"", "commitid is not a UUID")]
    [InlineData("commandid", "\"another\"", "differ from those of the commit")]
    [InlineData("actor", "\"another\"", "differ from those of the commit")]
    [InlineData("actor", "true", "actor is neither a text nor an integer")]
    [InlineData("time", "\"2026-01-31T12:00:02Z\"", "differ from those of the commit")]
    [InlineData("time", "\"2026-01-31T11:59:59Z\"", "time is earlier than that of the line before")]
    [InlineData("time", "\"2026-01-31T12:00:01.0000001Z\"", "the log keeps microseconds")]
    [InlineData("time", "\"2026-01-31 12:00:01Z\"", "time is not of the form")]
    [InlineData("time", "\"2026-01-31T12:00:01\"", "time is not of the form")]
    [InlineData("time", "\"2026-02-30T12:00:01Z\"", "time is not of the form")]
    [InlineData("fingerprint", "\"1\"", "only the first event of a commit has a fingerprint")]
    [InlineData("schemaversion", "0", "schemaversion is not an integer from 1")]
    [InlineData("specversion", "\"0.3\"", "specversion is not 1.0")]
    [InlineData("datacontenttype", "\"text/xml\"", "datacontenttype is not application/json")]
    [InlineData("source", "\"\"", "source is empty")]
    [InlineData("id", "\"00000000-0000-0000-0000-000000000000\"", "id is not a UUID")]
    [InlineData("dataschema", "\"urn:x\"", "the attribute dataschema is not one that the log can keep")]
    [InlineData("data_base64", "\"AA==\"", "the attribute data_base64 is not one")]
    [InlineData("data", null, "the attribute data is missing")]
    public void A_wrong_attribute_is_named_with_its_line(string attribute, string? json, string message)
    {
        var lines = Lines();
        var third = JsonNode.Parse(lines[2])!.AsObject();
        third.Remove(attribute);
        if (json is not null)
            third[attribute] = JsonNode.Parse(json);
        lines[2] = third.ToJsonString();

        var refused = Assert.Throws<ImportException>(() => Check(lines));

        Assert.StartsWith("Line 3: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("{", "it is not JSON at byte")]
    [InlineData("[]", "expected a JSON object")]
    [InlineData("{} {}", "it is not JSON at byte")]
    [InlineData("""{"id":"a","id":"b"}""", "the attribute id is given twice")]
    [InlineData("""{"data":{"a":"\u0000"}}""", "data holds the character U+0000")]
    [InlineData("""{"data":{"a\ud800":1}}""", "data holds half a surrogate pair")]
    [InlineData("""{"subject":"\udead"}""", "subject holds half a surrogate pair")]
    [InlineData("""{"Id":"a"}""", "the attribute Id is not one")]
    public void A_line_that_is_no_event_is_refused(string line, string message)
    {
        var lines = Lines();
        lines[2] = line;
        var refused = Assert.Throws<ImportException>(() => Check(lines));
        Assert.StartsWith($"Line 3: {message}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_id_is_taken_once_in_a_stream_and_again_in_another()
    {
        var lines = Lines();
        Assert.Equal(3, Check([.. lines, With(lines[0], "test/b", 4, 1)]));
        var refused = Assert.Throws<ImportException>(() => Check([.. lines, With(lines[0], "test/a", 4, 4)]));
        Assert.Equal("Line 4: its stream has an earlier commit with the same commandid.", refused.Message);
    }

    [Fact]
    public void A_commit_without_a_command_id_is_taken_once_by_its_own()
    {
        var lines = Lines();
        lines[0] = Without(lines[0]);
        var refused = Assert.Throws<ImportException>(() => Check([.. lines, With(lines[0], "test/a", 4, 4)]));
        Assert.Equal("Line 4: its stream has an earlier commit with the same commitid.", refused.Message);

        static string Without(string line)
        {
            var json = JsonNode.Parse(line)!.AsObject();
            json.Remove("commandid");
            return json.ToJsonString();
        }
    }

    [Fact]
    public void A_file_that_ends_within_a_commit_or_holds_nothing_is_refused()
    {
        var cut = Assert.Throws<ImportException>(() => Check(Lines()[..2]));
        Assert.Equal("Line 2: the file ends within a commit: event 1 of 2 is the last one.", cut.Message);
        Assert.Throws<ImportException>(() => Check([]));
    }

    [Theory]
    [InlineData("type", 201)]
    [InlineData("commandid", 201)]
    [InlineData("correlationid", 201)]
    [InlineData("traceparent", 129)]
    [InlineData("subject", 401)]
    public void A_text_beyond_a_limit_of_the_store_is_refused(string attribute, int length)
    {
        var line = JsonNode.Parse(Lines()[0])!.AsObject();
        line[attribute] = $"a/{new string('x', length - 2)}";
        Assert.StartsWith("Line 1: ", Assert.Throws<ImportException>(() => Check([line.ToJsonString()])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_beyond_the_limit_of_the_store_is_refused()
    {
        var line = JsonNode.Parse(Lines()[0])!.AsObject();
        line["data"] = new string('x', 1024 * 1024 - 2);
        Assert.Equal(1, Check([line.ToJsonString()]));
        line["data"] = new string('x', 1024 * 1024 - 1);
        Assert.StartsWith("Line 1: data has more than 1048576 bytes",
            Assert.Throws<ImportException>(() => Check([line.ToJsonString()])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Native_integers_offsets_and_nulls_are_read_like_what_an_export_writes()
    {
        var line = JsonNode.Parse(Lines()[0])!.AsObject();
        (line["position"], line["commitsize"], line["tenant"]) = (1, "1", null);
        line["time"] = "2026-01-31T14:00:00+02:00";
        var read = new CloudEventReader(Encoding.UTF8.GetBytes(line.ToJsonString()), 1).Read().Event;
        Assert.Equal((1, 1, null), (read.Position, read.CommitSize, read.Metadata.Tenant));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), read.RecordedAt);
    }

    [Theory]
    [InlineData("a\nb", 2, "the file ends within this line")]
    [InlineData("", 0, "")]
    [InlineData("a\r\n\nb\n", 0, "")]
    public async Task A_last_line_without_its_end_is_refused(string text, int line, string message)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var lines = new LineReader(content);
        var refused = await Record.ExceptionAsync(async () =>
        {
            while (await lines.ReadAsync(CancellationToken.None) is not null)
            {
            }
        });
        Assert.Equal(line == 0 ? null : $"Line {line}: {message}; it was cut, or lacks a line end.", refused?.Message);
    }

    /// <summary>Two commits of one stream, the second of two events.</summary>
    private static string[] Lines() =>
    [
        Line(1, 1, 0, 1, "11111111-89ab-cdef-0123-456789abcdef", "first"),
        Line(2, 2, 0, 2, "22222222-89ab-cdef-0123-456789abcdef", "second"),
        Line(3, 3, 1, 2, "22222222-89ab-cdef-0123-456789abcdef", "second"),
    ];

    private static string Line(int position, int version, int index, int size, string commit, string command) => $$$"""
        {"specversion":"1.0","id":"{{{Guid.NewGuid()}}}","source":"urn:orchestrix:log","type":"test.happened",
        "subject":"test/a","time":"2026-01-31T12:00:0{{{size - 1}}}.000000Z","datacontenttype":"application/json",
        "position":"{{{position}}}","streamversion":"{{{version}}}","schemaversion":1,"commitid":"{{{commit}}}",
        "commitindex":{{{index}}},"commitsize":{{{size}}},"commandid":"{{{command}}}","data":{"n":1.50}}
        """.ReplaceLineEndings("");

    private static string With(string line, string stream, int position, int version)
    {
        var json = JsonNode.Parse(line)!.AsObject();
        (json["subject"], json["position"], json["streamversion"]) = (stream, $"{position}", $"{version}");
        json["time"] = "2026-01-31T12:00:09Z";
        return json.ToJsonString();
    }

    private static long Check(string[] lines)
    {
        var check = new ImportCheck();
        foreach (var (index, line) in lines.Index())
            check.Add(new CloudEventReader(Encoding.UTF8.GetBytes(line), index + 1).Read());
        check.Complete();
        return check.Commits;
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Compliance.Classification;
using Microsoft.Extensions.Compliance.Redaction;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrix.Commands;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Observability.Logging;
using Orchestrix.Observability.Readiness;

namespace Orchestrix.Tests.Observability;

/// <summary>A message is one line of JSON that says nothing about people.</summary>
public sealed class JsonLinesTests : IDisposable
{
    private const string Secret = "DE89-secret";

    private readonly LoggingOptions _options = new();
    private readonly ServiceProvider _services;
    private readonly JsonLines _lines;

    public JsonLinesTests()
    {
        _options.Classified[typeof(Uri)] = DataClasses.Personal;
        _services = new ServiceCollection().AddRedaction(redaction => redaction
            .SetHmacRedactor(
                hmac => (hmac.KeyId, hmac.Key) = (1, Convert.ToBase64String(new byte[64])),
                new DataClassificationSet(DataClasses.Identifier))
            .SetFallbackRedactor<ErasingRedactor>()).BuildServiceProvider();
        _lines = new JsonLines(
            new LogRedaction(_services.GetRequiredService<IRedactorProvider>(), _options), new LogCanaryEar(),
            TimeProvider.System);
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public void The_key_of_a_stream_is_a_hash_and_its_type_stays()
    {
        var (line, json) = Write("{Count} events of {Stream} were lost", 3, StreamId.For("account", Secret));

        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
        Assert.StartsWith("3 events of account/", (string)json["message"]!, StringComparison.Ordinal);
        Assert.Equal(3, (int?)json["arguments"]!["Count"]);
        var (again, _) = Write("{Stream}", StreamId.For("account", Secret));
        Assert.Contains((string)json["arguments"]!["Stream"]!, again, StringComparison.Ordinal);
    }

    [Fact]
    public void Within_a_call_without_a_span_a_line_has_the_trace_of_the_caller()
    {
        using (var caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start())
            CallContext.JoinTrace(caller);

        var (_, json) = Write("Said");

        Assert.Equal(CallContext.CallerTrace.TraceId.ToHexString(), (string?)json["trace_id"]);
        Assert.Equal(CallContext.CallerTrace.SpanId.ToHexString(), (string?)json["span_id"]);
        RequestContext.Clear();
        Assert.Null(Write("Said").Json["trace_id"]);
    }

    [Fact]
    public void The_key_of_a_grain_is_a_hash_too() => Assert.DoesNotContain(
        Secret, Write("Grain {Grain} failed", GrainId.Create("account", Secret)).Line, StringComparison.Ordinal);

    [Fact]
    public void A_text_that_Orleans_made_of_a_grain_says_its_type_and_no_more()
    {
        var (line, json) = Write(
            "Orleans.Grain", null, "Slow: {Group}", $"[Activation: S127.0.0.1:1:2/account/{Secret} x@3#T]");
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
        Assert.Equal("Slow: [Activation: S127.0.0.1:1:2/account/(withheld)", (string?)json["message"]);
    }

    [Fact]
    public void Of_an_object_that_is_not_known_only_the_type_is_said()
    {
        var (line, json) = Write("Got {What}, {Many}", new Unknown(), new object[] { 1, new Unknown() });
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
        Assert.Equal("Got (Unknown), 1, (Unknown)", (string?)json["message"]);
    }

    [Fact]
    public void A_classified_value_is_erased()
    {
        var (line, json) = Write("Sent to {Address} by {Path}", new Uri($"http://x/{Secret}"), $"/accounts/{Secret}");
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
        Assert.Equal("Sent to  by ", (string?)json["message"]);
    }

    [Fact]
    public void An_exception_tells_its_type_its_code_and_where_but_not_what()
    {
        Exception thrown;
        try
        {
            throw new EventStoreUnavailableException(
                ErrorCodes.StoreUnavailable, Secret, new InvalidOperationException(Secret));
        }
        catch (EventStoreUnavailableException exception)
        {
            thrown = exception;
        }
        var (line, json) = Write(thrown, "It failed");

        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.StoreUnavailable, (string?)json["exception"]!["code"]);
        Assert.Contains(nameof(InvalidOperationException), line, StringComparison.Ordinal);
        Assert.Contains(nameof(An_exception_tells_its_type_its_code_and_where_but_not_what), line,
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_control_character_begins_a_line_or_reaches_a_terminal()
    {
        const string forged = "a\r\n{\"level\":\"Critical\"}\u001b[31m\u0085\u2028\u2029\u0000b";
        var (line, json) = Write("Said {What}", forged);

        Assert.DoesNotContain(line, static character => char.IsControl(character) || character is '\u2028' or '\u2029');
        Assert.Equal($"Said {forged}", (string?)json["message"]);
    }

    [Fact]
    public void The_ids_of_trace_and_span_are_told()
    {
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        var (_, json) = Write("Within a trace");
        Assert.Equal(
            (activity.TraceId.ToHexString(), activity.SpanId.ToHexString()),
            ((string?)json["trace_id"], (string?)json["span_id"]));
    }

    [Theory]
    [InlineData("{{literal}} {A}", "{literal} 5")]
    [InlineData("{A:000}|{A,4}|{Missing}", "005|   5|{Missing}")]
    public void A_template_is_filled_as_the_logger_does(string template, string expected) => Assert.Equal(
        expected, MessageText.Of(template, new Dictionary<string, object?> { ["A"] = 5 }));

    private (string Line, JsonNode Json) Write(string template, params object?[] arguments) =>
        Write(null, template, arguments);

    private (string Line, JsonNode Json) Write(Exception? exception, string template, params object?[] arguments) =>
        Write("test", exception, template, arguments);

    private (string Line, JsonNode Json) Write(
        string category, Exception? exception, string template, params object?[] arguments)
    {
        using var text = new StringWriter();
        var logger = new OneMessage(_lines, category, text);
#pragma warning disable CA2254, CA1848 // The template is what is tested.
        logger.Log(LogLevel.Warning, new EventId(7, "Test"), exception, template, arguments);
#pragma warning restore CA2254, CA1848
        var line = text.ToString();
        Assert.EndsWith("\n", line, StringComparison.Ordinal);
        line = line[..^1];
        return (line, JsonNode.Parse(line)!);
    }

    private sealed class Unknown
    {
        public override string ToString() => Secret;
    }

    private sealed class OneMessage(JsonLines lines, string category, StringWriter to) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => lines.Write(
                new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), null, to);
    }
}

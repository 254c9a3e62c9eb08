using System.Globalization;

namespace Orchestrix.Cluster.Tests.Observability;

/// <summary>
/// Reads <c>ExportTraceServiceRequest</c>; the numbers are those of
/// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto.
/// </summary>
internal static class OtlpMessage
{
    public static IEnumerable<OtlpSpan> Spans(ReadOnlyMemory<byte> request) =>
        from resource in Fields(request, 1)
        let service = Attributes(Fields(resource, 1).FirstOrDefault(), 1).GetValueOrDefault("service.name", "")
        from scope in Fields(resource, 2)
        let source = Fields(scope, 1).SelectMany(static one => ProtobufField.Of(one))
            .FirstOrDefault(static field => field.Number == 1).Text
        from span in Fields(scope, 2)
        select Span(service, source, span);

    private static OtlpSpan Span(string service, string scope, ReadOnlyMemory<byte> message)
    {
        var fields = ProtobufField.Of(message).ToLookup(static field => field.Number);
        return new OtlpSpan(
            service, scope, fields[1].Single().Hex, fields[2].Single().Hex, fields[4].FirstOrDefault().Hex,
            fields[5].Single().Text, (int)fields[6].FirstOrDefault().Value, Attributes(message, 9),
            [.. Fields(message, 13).Select(static link =>
            {
                var ids = ProtobufField.Of(link).ToLookup(static field => field.Number);
                return (ids[1].Single().Hex, ids[2].Single().Hex);
            })]);
    }

    private static Dictionary<string, string> Attributes(ReadOnlyMemory<byte> message, int number)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in Fields(message, number))
        {
            var parts = ProtobufField.Of(pair).ToLookup(static field => field.Number);
            var value = ProtobufField.Of(parts[2].FirstOrDefault().Bytes).FirstOrDefault();
            attributes[parts[1].Single().Text] = value.Number == 1
                ? value.Text : value.Value.ToString(CultureInfo.InvariantCulture);
        }
        return attributes;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number) =>
        ProtobufField.Of(message).Where(field => field.Number == number).Select(static field => field.Bytes);
}

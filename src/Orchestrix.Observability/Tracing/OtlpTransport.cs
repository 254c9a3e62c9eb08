namespace Orchestrix.Observability.Tracing;

/// <summary>How spans are sent by OTLP.</summary>
public enum OtlpTransport
{
    /// <summary>gRPC, usually on port 4317.</summary>
    Grpc,

    /// <summary>Protobuf in HTTP requests, usually on port 4318.</summary>
    HttpProtobuf,
}

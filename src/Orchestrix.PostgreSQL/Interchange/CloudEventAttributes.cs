namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>
/// The attributes of an event of the log as a CloudEvent 1.0. Names of extensions are lower-case letters and digits, as
/// the specification wants them; numbers that may exceed 32 bits are strings, because its integers end there.
/// </summary>
internal static class CloudEventAttributes
{
    public const string SpecVersion = "specversion";
    public const string Id = "id";
    public const string Source = "source";
    public const string Type = "type";
    public const string Subject = "subject";
    public const string Time = "time";
    public const string DataContentType = "datacontenttype";
    public const string Data = "data";

    public const string Position = "position";
    public const string StreamVersion = "streamversion";
    public const string SchemaVersion = "schemaversion";
    public const string CommitId = "commitid";
    public const string CommitIndex = "commitindex";
    public const string CommitSize = "commitsize";
    public const string CommandId = "commandid";
    public const string Fingerprint = "fingerprint";
    public const string Actor = "actor";
    public const string Tenant = "tenant";

    /// <summary>Of the correlation extension.</summary>
    public const string CorrelationId = "correlationid";

    /// <inheritdoc cref="CorrelationId"/>
    public const string CausationId = "causationid";

    /// <summary>Of the distributed tracing extension.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>The version of the specification.</summary>
    public const string SpecVersionValue = "1.0";

    /// <summary>Where every event comes from. Together with its id it is unique, as that is by itself.</summary>
    public const string SourceValue = "urn:orchestrix:log";

    /// <summary>The kind of the data.</summary>
    public const string JsonContentType = "application/json";
}

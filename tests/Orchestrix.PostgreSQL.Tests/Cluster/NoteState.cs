namespace Orchestrix.PostgreSQL.Tests.Cluster;

[GenerateSerializer, Alias("orchestrix.tests.note-state")]
public sealed class NoteState
{
    [Id(0)]
    public string? Text { get; set; }
}

using System.Text;
using CsCheck;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;

namespace Orchestrix.PostgreSQL.Tests.Interchange;

/// <summary>Logs with everything that may be in one: odd texts, exact numbers, large commits, no metadata.</summary>
internal static class RandomLog
{
    private static readonly string[] _json =
    [
        "{}", """{"amount":12.340,"big":123456789012345678901234567890.10,"small":0.000000100,"e":1.50e-7}""",
        """{"text":"a \"quoted\" \\ back\\\" slash , : { } ünï 💰   \u0001\n"}""",
        """[1,-0.0,[],{},"",null,true,false]""",
        "null", "\" \"", "-1.10", """{" key with : and , ":{"nested":[{"deep":[ 1 , 2 ]}]},"":""}""",
    ];

    private static readonly Gen<string?> Text = Gen.OneOf(
        Gen.Const((string?)null), Gen.Const<string?>(""), Gen.Const<string?>("  , \" \\ ü💰"),
        Gen.String[Gen.Char[' ', '~'], 1, 20].Select(text => (string?)text));

    private static readonly Gen<EventMetadata> Metadata =
        Gen.Select(Text, Text, Text, Text, Text).Select(texts => new EventMetadata
        {
            CorrelationId = texts.Item1,
            CausationId = texts.Item2,
            TraceParent = texts.Item3,
            Actor = texts.Item4,
            Tenant = texts.Item5,
        });

    private static readonly Gen<Commit> OneCommit = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, _json.Length - 1].Array[1, 5], Gen.Bool, Gen.Long, Metadata).Select(one => new Commit
        {
            Stream = StreamId.Parse($"test/{one.Item1} é/\" \\"),
            ExpectedVersion = ExpectedVersion.Any,
            CommitId = Guid.NewGuid(),
            CommandId = one.Item3 ? $"command \"{one.Item4 % 100}\"" : null,
            CommandFingerprint = one.Item3 ? one.Item4 : null,
            Metadata = one.Item5,
            Events = [.. one.Item2.Select(index =>
                new EventData(Guid.NewGuid(), $"test.é{index}", 1 + index, Encoding.UTF8.GetBytes(_json[index])))],
        });

    /// <summary>Batches of commits to different streams.</summary>
    public static Gen<Commit[][]> Batches { get; } = OneCommit.Array[1, 20]
        .Select(batch => batch.DistinctBy(commit => commit.Stream).ToArray()).Array[1, 12];

    /// <summary>Appends the batches, each after the version that its streams have.</summary>
    public static async Task AppendAsync(PostgreSQLEventStore store, Commit[][] batches)
    {
        foreach (var batch in batches)
        {
            var commits = new List<Commit>();
            foreach (var commit in batch)
            {
                var version = await store.ReadStreamVersionAsync(commit.Stream);
                commits.Add(commit with { ExpectedVersion = ExpectedVersion.Exactly(version) });
            }
            await store.AppendAsync(commits);
        }
    }
}

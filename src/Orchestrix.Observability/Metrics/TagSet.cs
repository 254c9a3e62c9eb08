using System.Diagnostics.CodeAnalysis;

namespace Orchestrix.Observability.Metrics;

/// <summary>
/// The tags of a measurement as a key. A measurement's own span finds its key without an allocation; the order of the
/// tags matters, so that a library that is not consistent about it has several keys for one series.
/// </summary>
internal sealed class TagSet(KeyValuePair<string, object?>[] tags)
{
    private readonly KeyValuePair<string, object?>[] _tags = tags;

    public ReadOnlySpan<KeyValuePair<string, object?>> Tags => _tags;

    /// <summary>True if every value is a text: others are often boxed anew for each measurement.</summary>
    public bool IsText => Array.TrueForAll(_tags, static tag => tag.Value is string);

    public static IEqualityComparer<TagSet> Comparer { get; } = new TagSetComparer();

    /// <summary>True if names and values are the same objects, and therefore equal; equal ones need not be.</summary>
    public bool IsSame(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var own = _tags;
        if (tags.Length != own.Length)
            return false;
        for (var index = 0; index < own.Length; index++)
        {
            if (!ReferenceEquals(tags[index].Value, own[index].Value)
                || !ReferenceEquals(tags[index].Key, own[index].Key))
            {
                return false;
            }
        }
        return true;
    }

    private static int HashOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = new HashCode();
        foreach (var (name, value) in tags)
        {
            hash.Add(name);
            hash.Add(value);
        }
        return hash.ToHashCode();
    }

    private static bool AreEqual(
        ReadOnlySpan<KeyValuePair<string, object?>> one, ReadOnlySpan<KeyValuePair<string, object?>> other)
    {
        if (one.Length != other.Length)
            return false;
        for (var index = 0; index < one.Length; index++)
        {
            if (one[index].Key != other[index].Key || !Equals(one[index].Value, other[index].Value))
                return false;
        }
        return true;
    }

    private sealed class TagSetComparer
        : IEqualityComparer<TagSet>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, TagSet>
    {
        public bool Equals(TagSet? x, TagSet? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null && AreEqual(x.Tags, y.Tags));

        public int GetHashCode([DisallowNull] TagSet obj) => HashOf(obj.Tags);

        public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, TagSet other) =>
            AreEqual(alternate, other.Tags);

        public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => HashOf(alternate);

        public TagSet Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => new(alternate.ToArray());
    }
}

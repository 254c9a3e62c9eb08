using System.Diagnostics.CodeAnalysis;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>
/// A place in the list of sagas. As text it is the status and the saga, such as <c>parked/order/17</c>.
/// </summary>
/// <param name="Status">Where the saga at this place stood.</param>
/// <param name="Saga">Its stream.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.saga-place")]
public sealed record SagaPlace([property: Id(0)] SagaStatus Status, [property: Id(1)] StreamId Saga)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SagaPlace? place)
    {
        place = null;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0 || StatusOf(text![..slash]) is not { } status
            || !StreamId.TryParse(text[(slash + 1)..], out var saga))
        {
            return false;
        }
        place = new SagaPlace(status, saga);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Status.ToString().ToLowerInvariant()}/{Saga}";

    private static SagaStatus? StatusOf(string text) => text switch
    {
        "parked" => SagaStatus.Parked,
        "compensating" => SagaStatus.Compensating,
        "running" => SagaStatus.Running,
        _ => null,
    };
}

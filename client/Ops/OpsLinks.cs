using System.Globalization;
using Orchestrix.Events;

namespace Bank.Client.Ops;

/// <summary>
/// The addresses of the pages. Names travel in the query: a stream id may hold slashes and dots, which a path does not
/// keep.
/// </summary>
internal static class OpsLinks
{
    public const string Root = "/operations";
    public const string Events = Root + "/events";
    public const string Stream = Root + "/stream";
    public const string Event = Root + "/event";
    public const string Correlation = Root + "/correlation";
    public const string Sagas = Root + "/sagas";
    public const string Saga = Root + "/saga";
    public const string DeadLetters = Root + "/dead-letters";
    public const string DeadLetter = Root + "/dead-letter";
    public const string Projections = Root + "/projections";
    public const string Cluster = Root + "/cluster";
    public const string Readiness = Root + "/readiness";
    public const string SignOut = Root + "/sign-out";

    /// <summary>Whoever may act may open what is below it.</summary>
    public const string Acts = Root + "/act";

    public const string SagaAct = Acts + "/saga";
    public const string DeadLetterAct = Acts + "/dead-letter";
    public const string ProjectionAct = Acts + "/projection";

    public static IReadOnlyList<(string Address, string Name)> Pages { get; } =
    [
        (Root, "Overview"), (Events, "Events"), (Sagas, "Sagas"), (DeadLetters, "Dead letters"),
        (Projections, "Projections"), (Cluster, "Cluster"), (Readiness, "Readiness"),
    ];

    /// <summary>The page of the menu that a path belongs to.</summary>
    public static string SectionOf(string path) => path switch
    {
        Stream or Event or Correlation => Events,
        Saga or SagaAct => Sagas,
        DeadLetter or DeadLetterAct => DeadLetters,
        ProjectionAct => Projections,
        _ => path,
    };

    public static string OfStream(StreamId stream, long? version = null) =>
        With(Stream, ("id", stream.Value), ("version", Text(version)));

    public static string OfEvent(long position) => With(Event, ("position", Text(position)));

    public static string OfCorrelation(string id, long near) =>
        With(Correlation, ("id", id), ("near", Text(near)));

    /// <summary>
    /// What caused an event: a saga calls with command id <c>{saga}/{step}</c>, anybody else is found by the command.
    /// </summary>
    public static string OfCause(string cause, long position)
    {
        var slash = cause.LastIndexOf('/');
        return slash > 0 && StreamId.TryParse(cause[..slash], out var saga)
            ? OfStream(saga)
            : With(Events, ("command", cause), ("before", Text(position + 1)));
    }

    public static string OfSaga(StreamId saga) => With(Saga, ("id", saga.Value));

    public static string OfDeadLetter(long id) => With(DeadLetter, ("id", Text(id)));

    /// <summary>An address with parameters; those without a value are left out.</summary>
    public static string With(string address, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = new List<string>();
        foreach (var (name, value) in parameters)
        {
            if (!string.IsNullOrEmpty(value))
                query.Add($"{name}={Uri.EscapeDataString(value)}");
        }
        return query.Count == 0 ? address : $"{address}?{string.Join('&', query)}";
    }

    /// <summary>A number of an address; null if it is none, since people type addresses.</summary>
    public static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}

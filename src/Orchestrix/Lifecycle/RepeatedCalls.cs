namespace Orchestrix.Lifecycle;

/// <summary>
/// Calls that are made again and again, each for itself: one that takes long holds up no other. One that is still under
/// way when its time comes again is made once more at once if it fails: what it was made for may have changed. Failures
/// are told once, until all is well again. Used by one loop.
/// </summary>
internal sealed class RepeatedCalls
{
    private readonly Call[] _calls;
    private readonly Action<Exception> _tell;
    private readonly Lock _gate = new();
    private int _failing;

    /// <param name="calls">The calls.</param>
    /// <param name="tell">Hears of the first failure after all was well.</param>
    public RepeatedCalls(IEnumerable<Func<Task>> calls, Action<Exception> tell) =>
        (_calls, _tell) = ([.. calls.Select(static make => new Call(make))], tell);

    /// <summary>Makes those calls that are not under way; waits for none of them.</summary>
    public void MakeAll()
    {
        foreach (var call in _calls)
        {
            lock (_gate)
            {
                call.IsWantedAgain = call.IsUnderWay;
                if (call.IsUnderWay)
                    continue;
                call.IsUnderWay = true;
            }
            _ = MakeAsync(call);
        }
    }

    private async Task MakeAsync(Call call)
    {
        bool isWantedAgain;
        do
        {
            var failure = await FailureAsync(call.Make).ConfigureAwait(false);
            bool isNews;
            lock (_gate)
            {
                isNews = failure is not null && _failing == 0;
                _failing += (failure is null ? 0 : 1) - (call.IsFailing ? 1 : 0);
                call.IsFailing = failure is not null;
                isWantedAgain = call.IsFailing && call.IsWantedAgain;
                call.IsWantedAgain = false;
                call.IsUnderWay = isWantedAgain;
            }
            if (isNews)
                _tell(failure!);
        }
        while (isWantedAgain);
    }

    private static async Task<Exception?> FailureAsync(Func<Task> make)
    {
        try
        {
            await make().ConfigureAwait(false);
            return null;
        }
        // A silo that has just died takes its calls with it.
        catch (Exception exception)
        {
            return exception;
        }
    }

    private sealed class Call(Func<Task> make)
    {
        public Func<Task> Make => make;

        public bool IsUnderWay { get; set; }

        public bool IsWantedAgain { get; set; }

        public bool IsFailing { get; set; }
    }
}

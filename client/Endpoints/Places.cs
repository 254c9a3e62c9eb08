namespace Bank.Client.Endpoints;

/// <summary>A limited number of places. Safe for concurrent use.</summary>
internal sealed class Places(int count)
{
    private int _free = count;

    /// <summary>Takes a place, which disposing gives back once; null if none is free.</summary>
    public IDisposable? TryTake()
    {
        if (Interlocked.Decrement(ref _free) >= 0)
            return new Place(this);
        Interlocked.Increment(ref _free);
        return null;
    }

    private sealed class Place(Places places) : IDisposable
    {
        private int _isGivenBack;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGivenBack, 1) == 0)
                Interlocked.Increment(ref places._free);
        }
    }
}

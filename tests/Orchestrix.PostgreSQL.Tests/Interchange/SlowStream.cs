namespace Orchestrix.PostgreSQL.Tests.Interchange;

/// <summary>A stream whose first write, or whose read of the last part, waits until it is let go.</summary>
internal sealed class SlowStream(byte[]? content = null, int pauseAt = 0) : MemoryStream(content ?? [], 0,
    content?.Length ?? 0, writable: false)
{
    private readonly TaskCompletionSource _started = new();
    private readonly TaskCompletionSource _release = new();

    /// <summary>Ends when something was written, or read up to the pause.</summary>
    public Task FirstWrite => _started.Task;

    public override bool CanWrite => true;

    public void Release() => _release.TrySetResult();

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _started.TrySetResult();
        await _release.Task.WaitAsync(cancellationToken);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position < pauseAt)
            return Read(buffer.Span[..Math.Min(buffer.Length, pauseAt - (int)Position)]);
        _started.TrySetResult();
        await _release.Task.WaitAsync(cancellationToken);
        return Read(buffer.Span);
    }
}

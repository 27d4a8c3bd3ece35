using System.Threading.Tasks.Sources;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>Frames that wait for one connection. Any thread adds; one loop takes all of them at once. Empty, it holds no memory.</summary>
internal sealed class OutboundQueue(int mostFrames, long mostBytes) : IValueTaskSource<bool>
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _wake = new() { RunContinuationsAsynchronously = true };
    private List<ReadOnlyMemory<byte>>? _waiting;
    private int _frames;
    private long _bytes;
    private bool _isAwaited;
    private bool _isEnded;

    /// <returns>False when it would be more than may wait.</returns>
    public bool TryAdd(ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            if (_isEnded) return true;
            if (_frames >= mostFrames || _bytes + frame.Length > mostBytes) return false;
            _frames++;
            _bytes += frame.Length;
            (_waiting ??= []).Add(frame);
            if (!_isAwaited) return true;
            _isAwaited = false;
        }
        _wake.SetResult(true);
        return true;
    }

    /// <summary>Nothing more is added; what waits can still be taken.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isEnded = true;
            if (!_isAwaited) return;
            _isAwaited = false;
        }
        _wake.SetResult(true);
    }

    /// <returns>Completes when there is something to take, or nothing will come any more.</returns>
    public ValueTask<bool> WaitAsync()
    {
        lock (_gate)
        {
            if (_waiting is not null || _isEnded) return ValueTask.FromResult(_waiting is not null);
            _wake.Reset();
            _isAwaited = true;
            return new ValueTask<bool>(this, _wake.Version);
        }
    }

    /// <summary>Everything that waits, in its order. It counts until it <see cref="Left"/>.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Take()
    {
        lock (_gate)
        {
            var taken = _waiting ?? [];
            _waiting = null;
            return taken;
        }
    }

    public void Left(int frames, long bytes)
    {
        lock (_gate) (_frames, _bytes) = (_frames - frames, _bytes - bytes);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _wake.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);
}

using System.Buffers;
using System.Threading.Tasks.Sources;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>Frames that wait for one connection. Any thread adds; one loop takes all of them at once. Empty, it holds no memory; one frame that waits takes none of its own.</summary>
internal sealed class OutboundQueue(int mostFrames, long mostBytes) : IValueTaskSource<bool>
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _wake = new() { RunContinuationsAsynchronously = true };
    private Waiting _waiting;
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
            _waiting = _waiting.With(frame);
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
            if (_waiting.Count > 0 || _isEnded) return ValueTask.FromResult(_waiting.Count > 0);
            _wake.Reset();
            _isAwaited = true;
            return new ValueTask<bool>(this, _wake.Version);
        }
    }

    /// <summary>Everything that waits, in its order. It counts until it <see cref="Left"/>.</summary>
    public Waiting Take()
    {
        lock (_gate)
        {
            var taken = _waiting;
            _waiting = default;
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

    /// <summary>Frames in their order; the array behind the first is lent until they are disposed of.</summary>
    public readonly struct Waiting : IDisposable
    {
        private const int FirstRoom = 16;

        private readonly ReadOnlyMemory<byte> _first;
        private readonly ReadOnlyMemory<byte>[]? _more;

        private Waiting(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte>[]? more, int count) => (_first, _more, Count) = (first, more, count);

        public int Count { get; }

        public ReadOnlyMemory<byte> this[int index] => index == 0 ? _first : _more![index - 1];

        public void Dispose() => GiveBack(_more);

        /// <summary>What it was before is no more to be used.</summary>
        internal Waiting With(ReadOnlyMemory<byte> frame)
        {
            if (Count == 0) return new Waiting(frame, null, 1);
            var more = _more;
            if (more is null || Count > more.Length)
            {
                more = ArrayPool<ReadOnlyMemory<byte>>.Shared.Rent(Math.Max(FirstRoom, Count * 2));
                _more?.CopyTo(more, 0);
                GiveBack(_more);
            }
            more[Count - 1] = frame;
            return new Waiting(_first, more, Count + 1);
        }

        private static void GiveBack(ReadOnlyMemory<byte>[]? array)
        {
            if (array is not null) ArrayPool<ReadOnlyMemory<byte>>.Shared.Return(array, clearArray: true);
        }
    }
}

using System.Buffers;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>
/// The stream under a WebSocket. Between <see cref="Hold"/> and <see cref="ReleaseAsync"/> what is written is gathered and leaves as one: many waiting
/// frames cost the kernel as much as one. The protocol stays the WebSocket's own, its pings and its goodbye included.
/// </summary>
/// <remarks>A WebSocket writes one thing at a time; only the one who writes its frames holds and releases.</remarks>
public sealed class JoiningStream(Stream inner) : Stream
{
    private const int FirstSize = 4 * 1024;

    private readonly Lock _gate = new();
    private byte[]? _held;
    private int _length;
    private Task _passing = Task.CompletedTask;

    public override bool CanRead => inner.CanRead;

    public override bool CanWrite => inner.CanWrite;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Hold()
    {
        lock (_gate) _held ??= [];
    }

    /// <summary>What was gathered leaves; whatever is written meanwhile follows it.</summary>
    public async ValueTask ReleaseAsync()
    {
        await _passing;
        while (true)
        {
            byte[] full;
            int length;
            lock (_gate)
            {
                if (_held is null) return;
                (full, length) = (_held, _length);
                _length = 0;
                _held = length == 0 ? null : [];
            }
            try
            {
                if (length > 0) await inner.WriteAsync(full.AsMemory(0, length), CancellationToken.None);
            }
            finally
            {
                GiveBack(full);
            }
            if (length == 0) return;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_held is not null)
            {
                Add(buffer.Span);
                return ValueTask.CompletedTask;
            }
            // Begun in here, so that what is held from now on waits for it.
            var writing = inner.WriteAsync(buffer, cancellationToken);
            if (writing.IsCompletedSuccessfully) return writing;
            _passing = writing.AsTask();
            return new ValueTask(_passing);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_held is not null) return Task.CompletedTask;
        }
        return inner.FlushAsync(cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        if (_held!.Length - _length < bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + bytes.Length, Math.Max(FirstSize, _held.Length * 2)));
            _held.AsSpan(0, _length).CopyTo(larger);
            GiveBack(_held);
            _held = larger;
        }
        bytes.CopyTo(_held.AsSpan(_length));
        _length += bytes.Length;
    }

    private static void GiveBack(byte[] buffer)
    {
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }
}

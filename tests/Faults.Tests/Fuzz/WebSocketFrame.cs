using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Socket = System.Net.Sockets.Socket;

namespace RealTimeForum.Faults.Tests.Fuzz;

/// <summary>WebSocket frames by hand.</summary>
public static class WebSocketFrame
{
    private static readonly byte[] Mask = [0x12, 0x34, 0x56, 0x78];

    /// <param name="first">The first byte: 0x81 is a whole text.</param>
    public static byte[] Of(byte first, ReadOnlySpan<byte> payload, bool isMasked = true)
    {
        List<byte> frame = [first];
        var mask = (byte)(isMasked ? 0x80 : 0);
        if (payload.Length < 126)
        {
            frame.Add((byte)(mask | payload.Length));
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            frame.AddRange([(byte)(mask | 126), (byte)(payload.Length >> 8), (byte)payload.Length]);
        }
        else
        {
            frame.Add((byte)(mask | 127));
            frame.AddRange(Length(payload.Length));
        }
        if (isMasked) frame.AddRange(Mask);
        for (var i = 0; i < payload.Length; i++) frame.Add(isMasked ? (byte)(payload[i] ^ Mask[i % 4]) : payload[i]);
        return [.. frame];
    }

    /// <summary>Says that it is longer than it is.</summary>
    public static byte[] Announce(byte[] frame, long length) => [frame[0], (byte)(frame[1] | 127), .. Length(length), .. frame[2..]];

    /// <summary>A connection that speaks WebSocket from here on.</summary>
    public static async Task<Socket> OpenAsync(Uri forum, string token, int? receiveBuffer = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } bytes) socket.ReceiveBufferSize = bytes;
        await socket.ConnectAsync(IPAddress.Loopback, forum.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /ws HTTP/1.1\r\nHost: {forum.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: forum.v1\r\nAuthorization: Bearer {token}\r\n\r\n"));
        // To the end of the head, and no byte further.
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await socket.ReceiveAsync(one).WaitAsync(Limits.Answer) == 1) head.Append((char)one[0]);
        if (head.ToString().StartsWith("HTTP/1.1 101", StringComparison.Ordinal)) return socket;
        socket.Dispose();
        throw new UpgradeRefusedException(head.Length > 12 ? int.Parse(head.ToString(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0);
    }

    private static byte[] Length(long length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, length);
        return bytes;
    }
}

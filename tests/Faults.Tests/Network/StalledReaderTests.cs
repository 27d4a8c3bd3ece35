using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace RealTimeForum.Faults.Tests.Network;

/// <summary>Clients that stop reading cost the forum little, and nobody else anything. Only on a quiet machine is memory a measure: in earnest.</summary>
[Trait("Form", "Long")]
public sealed class StalledReaderTests(ITestOutputHelper output)
{
    private const long MostEach = 1024 * 1024;

    // Each gets more than it may keep waiting: the queue of the program and the buffers of the kernel, twice.
    private const int Messages = 100;

    // Who does not read answers no ping either: here only the waiting counts.
    private static readonly (string, string) Patience = ("Forum:Realtime:Heartbeat", "00:10:00");

    private static readonly int Stalled = Counts.Of(20, 64);

    [Fact]
    public async Task A_reader_that_stops_costs_less_than_a_mebibyte_and_nobody_else_anything()
    {
        await using var forum = new ForumProcess(Patience);
        Tidy(forum);
        await forum.StartAsync();
        var (cost, cutOff, told) = await MeasureAsync(forum);
        cost.Should().BeLessThan(MostEach);
        cutOff.Should().Be(Stalled, "who does not read is cut off");
        told.Should().Be(Messages, "a reader beside them gets everything, in order");
    }

    [Fact]
    public async Task The_measure_sees_a_forum_that_lets_more_wait()
    {
        await using var forum = new ForumProcess(Patience, ("Forum:Realtime:OutboundBytes", $"{64 * MostEach}"), ("Forum:Realtime:OutboundCapacity", "65536"));
        Tidy(forum);
        await forum.StartAsync();
        (await MeasureAsync(forum)).CutOff.Should().Be(0, "more may wait than there is");
    }

    /// <returns>What one costs at the most; how many were cut off; and how much the reader beside them got.</returns>
    private async Task<(long Cost, int CutOff, int Told)> MeasureAsync(ForumProcess forum)
    {
        var people = await forum.SignUpAsync((2 * Stalled) + 2);
        var (sender, beside) = (people[Stalled], people[Stalled + 1]);
        var group = await sender.GroupWithAsync(beside);
        List<string> chats = [];
        // Private chats: what waits for one waits for nobody else, and is counted once for each.
        foreach (var person in people[..Stalled]) chats.Add(await sender.ChatWithAsync(person));
        await using var sending = await Integration.Tests.Running.Socket.OpenAsync(forum, bearer: await sender.MakeTokenAsync());
        await using var reading = await Integration.Tests.Running.Socket.OpenAsync(forum, bearer: await beside.MakeTokenAsync());
        List<TcpClient> stalled = [];
        try
        {
            foreach (var person in people[..Stalled]) stalled.Add(await StallAsync(forum, await person.MakeTokenAsync()));
            // Once as much is said to people who are not there, so that what the program needs for saying it is not counted.
            List<string> absent = [];
            foreach (var person in people[(Stalled + 2)..]) absent.Add(await sender.ChatWithAsync(person));
            async Task SpeakAsync()
            {
                for (var i = 0; i < Messages; i++) await Task.WhenAll(absent.Select(chat => SayAsync(sending, chat, 4_000)));
            }

            await SpeakAsync();
            var first = ProcessMemory.Of(forum);
            await SpeakAsync();
            var before = ProcessMemory.Of(forum);
            var grows = Math.Max(0, before - first);
            long most = 0, kernel = 0;
            for (var i = 0; i < Messages; i++)
            {
                await Task.WhenAll(chats.Select(chat => SayAsync(sending, chat, 4_000)));
                await SayAsync(sending, group, 10);
                most = Math.Max(most, ProcessMemory.Of(forum));
                kernel = Math.Max(kernel, ProcessMemory.Unsent(forum.Address).DefaultIfEmpty().Max());
            }
            await reading.NextAsync(frame => frame.Has("seq") && frame.Number("seq") == Messages);
            var heard = reading.Frames.Where(frame => frame.Has("seq")).Select(frame => frame.Number("seq")).ToList();
            heard.Should().BeInAscendingOrder();
            output.WriteLine($"{Stalled} took {(most - before) >> 10} KiB, as many who are not there {grows >> 10}; the kernel held {kernel >> 10} for one");
            return (((most - before - grows) / Stalled) + kernel, stalled.Count(IsCutOff), heard.Count);
        }
        finally
        {
            foreach (var client in stalled) client.Dispose();
        }
    }

    /// <summary>Garbage is collected at once: it is not what somebody costs.</summary>
    private static void Tidy(ForumProcess forum)
    {
        foreach (var (name, value) in new[] { ("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_GCgen0size", "400000") }) forum.Environment[name] = value;
    }

    private static Task<JsonElement> SayAsync(Integration.Tests.Running.Socket socket, string chat, int length) =>
        socket.AskAsync("message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = new string('한', length) });

    /// <summary>Connects, and never reads more than the answer to that.</summary>
    private static async Task<TcpClient> StallAsync(Forum forum, string token)
    {
        var client = new TcpClient { ReceiveBufferSize = 4_096, NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, forum.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{forum.Address.Port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: forum.v1\r\nAuthorization: Bearer {token}\r\n\r\n"));
        var buffer = new byte[12];
        await client.GetStream().ReadExactlyAsync(buffer);
        Encoding.ASCII.GetString(buffer).Should().Be("HTTP/1.1 101");
        return client;
    }

    private static bool IsCutOff(TcpClient client)
    {
        // What was under way is read to its end: after it comes the end of the connection, or nothing for a while.
        var socket = client.Client;
        socket.ReceiveTimeout = 1_000;
        var buffer = new byte[64 * 1024];
        try
        {
            while (socket.Receive(buffer) > 0) { }
            return true;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode is not (SocketError.TimedOut or SocketError.WouldBlock);
        }
    }
}

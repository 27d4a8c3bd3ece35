using System.Net;
using System.Net.Sockets;
using System.Text;
using Socket = System.Net.Sockets.Socket;

namespace RealTimeForum.Faults.Tests.Hostile;

/// <summary>Whoever goes away in the middle of what they say, as a phone in a tunnel does, is nobody's fault: nothing is written about it.</summary>
public sealed class CutBodyTests
{
    private const int Times = 20;

    /// <summary>Parts of bodies that are said to be longer than all of them.</summary>
    private static readonly string[][] Bodies = [["{\"login\":\"ad"], ["{\"login\":\"ad", "a"], ["{\"login\":\"ad", "a", "\"]]]"]];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bodies_that_end_too_early_are_no_fault_of_the_forum(bool isReset)
    {
        await using var forum = new ForumProcess();
        await forum.StartAsync();
        // With ever longer pauses: some are read one by one, however slow the machine is.
        var answers = await Task.WhenAll(Bodies.SelectMany(parts => Enumerable.Range(0, Times).Select(time => SayAsync(forum, parts, TimeSpan.FromMilliseconds(time * 10), isReset))));
        answers.Should().OnlyContain(answer => answer.Length == 0 || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal));
        (await forum.Visitor().GetAsync("/health/ready")).ShouldBe(200);
        (await forum.StopAsync()).Should().Be(0);
        forum.Output.Should().NotContain("Exception").And.NotContain(" ERR ");
    }

    private static async Task<string> SayAsync(ForumProcess forum, string[] parts, TimeSpan pause, bool isReset)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, forum.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST /api/session HTTP/1.1\r\nHost: {forum.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"));
        foreach (var part in parts)
        {
            await Task.Delay(pause);
            await socket.SendAsync(Encoding.ASCII.GetBytes(part));
        }
        await Task.Delay(pause);
        if (isReset)
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            return "";
        }
        socket.Shutdown(SocketShutdown.Send);
        var answer = new StringBuilder();
        try
        {
            var buffer = new byte[4 * 1024];
            while (await socket.ReceiveAsync(buffer).WaitAsync(Limits.Answer) is var length and > 0) answer.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }
        catch (SocketException)
        {
            // Cut: nobody waits for an answer.
        }
        return answer.ToString();
    }
}

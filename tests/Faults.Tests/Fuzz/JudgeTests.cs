using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RealTimeForum.Faults.Tests.Fuzz;

/// <summary>The judge of the fuzz is not blind.</summary>
public sealed class JudgeTests
{
    private static readonly Input[] Two = [new(1, "GET", "GET /1 HTTP/1.1\r\n\r\n"u8.ToArray()), new(2, "GET", "GET /2 HTTP/1.1\r\n\r\n"u8.ToArray())];

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", 1)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\nHTTP/1.1 503 Oh\r\nContent-Length: 0\r\n\r\n", 1)]
    [InlineData("HTTP/1.1 204 No\r\n\r\nHTTP/1.1 503 Oh\r\nContent-Length: 11\r\n\r\nserver.busy", 0)]
    [InlineData("HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\nHTTP/1.1 400 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 0)]
    public async Task A_fault_is_found_among_answers(string answers, int wrong)
    {
        var judge = new Judge();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var line = new HttpLine(new Uri($"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}"));
        var asking = line.AskAsync(Two);
        using var client = await server.AcceptSocketAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(answers));
        var replies = await asking;
        replies.Should().HaveCount(2);
        foreach (var (input, reply) in Two.Zip(replies)) judge.Look(input, reply.Status, reply.Body);
        judge.Wrong.Should().HaveCount(wrong);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("HTTP/1.1 400 No\r\n\r\nHTTP/1.1 500 Oh\r\n\r\n", 1)]
    [InlineData("HTTP/1.1 200 No\r\n\r\nHTTP/1.1 503 Oh\r\n\r\n{\"code\":\"server.busy\"}", 0)]
    public void A_fault_is_found_among_whatever_came_back(string answers, int wrong)
    {
        var judge = new Judge();
        judge.LookThrough(Two[0], answers);
        judge.Wrong.Should().HaveCount(wrong);
    }
}

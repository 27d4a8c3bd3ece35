using System.Net;
using System.Net.Sockets;
using Npgsql;
using RealTimeForum.Integration.Tests.Running;
using Socket = RealTimeForum.Integration.Tests.Running.Socket;

namespace RealTimeForum.Integration.Tests.Nodes;

/// <summary>PostgreSQL is away: everybody is told so and to come again, at both doors, and then the forum goes on by itself.</summary>
public sealed class WithoutPostgresTests(WithoutPostgresTests.App forum) : IClassFixture<WithoutPostgresTests.App>
{
    [Fact]
    public async Task Both_doors_say_that_it_is_away_and_go_on_when_it_is_back()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        var token = await bob.MakeTokenAsync();
        (await new Door(forum, token).GetAsync("/api/me")).ShouldBe(200);
        await using var socket = await ada.ConnectAsync();

        forum.Line.Cut();
        foreach (var path in new[] { $"/api/chats/{chat}/messages", "/api/chats", "/api/roster", $"/api/users/{bob.Nickname}", "/api/me" })
            (await ada.Http.GetAsync(path)).ShouldBeProblem(503, "server.storage").Headers.RetryAfter.Should().NotBeNull();
        (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "lost" })).ShouldBeProblem(503, "server.storage");
        (await ada.Http.PostAsync("/api/session", new { login = ada.Nickname, password = Person.Password })).ShouldBeProblem(503, "server.storage");
        (await forum.Visitor().GetAsync("/health/ready")).ShouldBe(503);
        (await forum.Visitor().GetAsync("/health/live")).ShouldBe(200);
        (await socket.RefusedAsync("server.storage", "message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "lost" })).Number("status").Should().Be(503);
        await socket.RefusedAsync("server.storage", "reaction.add", new { messageId = Guid.NewGuid(), emoji = "👍" });
        (await Socket.TryAsync(forum, bearer: "somebody whom it has to be asked about")).Should().Be(503);
        await using (var known = await Socket.OpenAsync(forum, bearer: token, reads: false))
        {
            known.Read();
            (await known.Closed).Should().Be(1012, "whose chats it would hear of cannot be read");
        }

        forum.Line.Mend();
        await Limits.UntilAsync(async () => (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "kept" })).Status == 201, "the forum to go on");
        (await bob.Http.GetAsync($"/api/chats/{chat}/messages")).ShouldBe(200).Json.Items().Should().OnlyContain(message => message.Text("content") == "kept");
        await socket.NextAsync("message.created");
    }

    public sealed class App : ForumApp, IAsyncLifetime
    {
        private TestDatabase? _server;

        public Wire Line { get; } = new();

        protected override async Task<TestDatabase> MakeDatabaseAsync()
        {
            _server = await TestDatabase.MakeServersAsync();
            var address = new NpgsqlConnectionStringBuilder(_server.ConnectionString);
            (address.Port, address.Timeout) = (Line.To(address.Port), 5);
            return TestDatabase.On(address.ConnectionString);
        }

        async Task IAsyncLifetime.DisposeAsync()
        {
            await DisposeAsync();
            Line.Dispose();
            if (_server is not null) await _server.DisposeAsync();
        }
    }

    /// <summary>Between the forum and the server, to be cut.</summary>
    public sealed class Wire : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly List<TcpClient> _ends = [];
        private TcpListener _listener = new(IPAddress.Loopback, 0);
        private int _target, _port;

        /// <returns>The port to connect to instead.</returns>
        public int To(int port)
        {
            _target = port;
            _listener.Start();
            _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = AcceptAsync(_listener);
            return _port;
        }

        public void Cut()
        {
            lock (_gate)
            {
                _listener.Stop();
                foreach (var end in _ends) end.Dispose();
                _ends.Clear();
            }
        }

        public void Mend()
        {
            _listener = new TcpListener(IPAddress.Loopback, _port);
            _listener.Start();
            _ = AcceptAsync(_listener);
        }

        public void Dispose() => Cut();

        private async Task AcceptAsync(TcpListener listener)
        {
            try
            {
                while (true)
                {
                    var here = await listener.AcceptTcpClientAsync();
                    var there = new TcpClient { NoDelay = true };
                    await there.ConnectAsync(IPAddress.Loopback, _target);
                    lock (_gate) _ends.AddRange([here, there]);
                    _ = PumpAsync(here, there);
                    _ = PumpAsync(there, here);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Cut.
            }
        }

        private static async Task PumpAsync(TcpClient from, TcpClient to)
        {
            try { await from.GetStream().CopyToAsync(to.GetStream()); }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException) { /* Cut, or one of the two said goodbye. */ }
            to.Dispose();
        }
    }
}

using System.Net.WebSockets;
using System.Text.Json;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Ws;

/// <summary>Whatever a client says is answered under its id, and only abuse closes.</summary>
public sealed class FrameTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task A_request_is_answered_under_its_id()
    {
        await using var socket = await (await forum.SignUpAsync()).ConnectAsync();
        await socket.SendAsync("""{"id":"a word","type":"ping"}""");
        var reply = await socket.NextAsync(frame => frame.Has("id") && frame.At("id").ValueKind == JsonValueKind.String);
        (reply.Text("type"), reply.Text("id")).Should().Be(("reply", "a word"));
        reply.Text("data", "serverTime").Should().EndWith("Z");
        (await socket.AskAsync("ping")).Has("serverTime").Should().BeTrue();
    }

    [Fact]
    public async Task The_order_of_the_fields_does_not_matter()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var socket = await ada.ConnectAsync();
        await socket.SendAsync($$"""{"data":{"content":"hi","clientMessageId":"{{Guid.NewGuid()}}","chatId":"{{chat}}","more":1},"type":"message.send","id":7}""");
        var reply = await socket.NextAsync(frame => frame.Has("id"));
        (reply.Text("type"), reply.Number("id"), reply.Number("data", "seq")).Should().Be(("reply", 7, 1));
    }

    [Fact]
    public async Task An_unknown_type_and_bad_data_are_answered_and_the_connection_lives_on()
    {
        await using var socket = await (await forum.SignUpAsync()).ConnectAsync();
        (await socket.RefusedAsync("frame.unknown_type", "message.shout")).Number("status").Should().Be(400);
        foreach (var data in new object?[] { null, 7, "text", Array.Empty<int>() }) await socket.RefusedAsync("request.invalid", "message.send", data);
        (await socket.RefusedAsync("request.invalid", "message.send", new { chatId = 7 })).At("errors").Has("chatId").Should().BeTrue();
        (await socket.RefusedAsync("request.invalid", "message.send", new { })).At("errors").Has("chatId").Should().BeTrue();
        await socket.RefusedAsync("chat.not_found", "message.send", new { chatId = Guid.NewGuid(), clientMessageId = Guid.NewGuid(), content = "hi" });
        (await socket.AskAsync("ping")).Has("serverTime").Should().BeTrue();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("""{"id":{},"type":"ping"}""")]
    [InlineData("""{"id":1,"type":7}""")]
    [InlineData("""{"id":1}""")]
    [InlineData("")]
    [InlineData("""{"id":1,"type":"\ud800"}""")]
    [InlineData("""{"id":"\ud800","type":"ping"}""")]
    [InlineData("""{"\ud800":1,"id":1,"type":"nothing"}""")]
    [InlineData("""{"id":1,"type":"message.delete","data":{"\ud800":1}}""")]
    [InlineData("""{"id":1,"type":"message.delete","data":{"messageId":"\udc00\ud800"}}""")]
    public async Task What_is_no_request_gets_an_error_and_the_connection_lives_on(string text)
    {
        await using var socket = await (await forum.SignUpAsync()).ConnectAsync();
        await socket.SendAsync(text);
        (await socket.NextAsync("error")).Has("error").Should().BeTrue();
        (await socket.AskAsync("ping")).Has("serverTime").Should().BeTrue();
    }

    [Fact]
    public async Task A_refusal_is_the_same_problem_as_over_http()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var socket = await ada.ConnectAsync();
        var body = new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "" };
        var overSocket = await socket.RefusedAsync("request.invalid", "message.send", body);
        var overHttp = (await ada.Http.PostAsync($"/api/chats/{chat}/messages", body)).ShouldBe(400).Json;
        foreach (var field in new[] { "type", "title", "status", "detail", "code", "errors" }) overSocket.At(field).ToString().Should().Be(overHttp.At(field).ToString());
    }

    [Fact]
    public async Task Every_act_of_a_chat_has_its_request()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var socket = await ada.ConnectAsync();
        var messageId = (await socket.AskAsync("message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "one" })).Text("id");
        (await socket.AskAsync("message.edit", new { messageId, content = "two" })).Text("content").Should().Be("two");
        (await socket.AskAsync("reaction.add", new { messageId, emoji = "👍" })).EnumerateArray().Single().Number("count").Should().Be(1);
        (await socket.AskAsync("reaction.remove", new { messageId, emoji = "👍" })).EnumerateArray().Should().BeEmpty();
        await bob.SayAsync(chat, "three");
        await socket.AskAsync("chat.delivered", new { chatId = chat, seq = 5 });
        await socket.AskAsync("chat.read", new { chatId = chat, seq = 5 });
        (await ada.Http.GetAsync($"/api/chats/{chat}")).Json.Number("readSeq").Should().Be(5);
        await socket.AskAsync("message.delete", new { messageId });
        await socket.AskAsync("typing", new { chatId = chat });
    }

    [Fact]
    public async Task A_frame_of_32_KiB_is_taken_and_one_byte_more_closes_with_1009()
    {
        await using var socket = await (await forum.SignUpAsync()).ConnectAsync();
        await socket.SendAsync(Sized(32 * 1024));
        (await socket.NextAsync(frame => frame.Has("id"))).Number("id").Should().Be(1);
        await socket.SendAsync(Sized((32 * 1024) + 1));
        (await socket.Closed).Should().Be(1009);
    }

    [Fact]
    public async Task Fragments_are_counted_together()
    {
        await using var socket = await (await forum.SignUpAsync()).ConnectAsync();
        var fragment = new byte[1_024];
        Array.Fill(fragment, (byte)' ');
        try
        {
            for (var i = 0; i < 1_000 && socket.IsOpen; i++) await socket.SendAsync(fragment, WebSocketMessageType.Text, isEnd: false);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException)
        {
            // The server has stopped listening, which is the point.
        }
        (await socket.Closed).Should().Be(1009);
    }

    [Fact]
    public async Task The_reason_arrives_though_more_was_on_its_way()
    {
        await using var socket = await (await forum.SignUpAsync()).ConnectAsync();
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 200 && socket.IsOpen; i++) await socket.SendAsync(Sized(64 * 1024));
        });
        (await socket.Closed).Should().Be(1009);
        await sending.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task A_binary_frame_closes_with_1003()
    {
        await using var socket = await (await forum.SignUpAsync()).ConnectAsync();
        await socket.SendAsync("{}"u8.ToArray(), WebSocketMessageType.Binary);
        (await socket.Closed).Should().Be(1003);
    }

    [Fact]
    public async Task Broken_utf8_ends_that_connection_and_no_other()
    {
        var person = await forum.SignUpAsync();
        await using var broken = await person.ConnectAsync();
        await using var sound = await person.ConnectAsync();
        await broken.SendAsync([(byte)'"', 0xC3, 0x28, (byte)'"'], WebSocketMessageType.Text);
        (await broken.Closed).Should().BeOneOf(1007, 0);
        (await sound.AskAsync("ping")).Has("serverTime").Should().BeTrue();
    }

    private static string Sized(int bytes)
    {
        var frame = """{"id":1,"type":"ping","data":""}""";
        return frame.Replace("\"\"", $"\"{new string('a', bytes - frame.Length)}\"", StringComparison.Ordinal);
    }
}

using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

/// <summary>Every route and frame of chats, asked with the ids of a chat that is there by those who are not in it: to them it is not.</summary>
public sealed class StrangerTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    private static readonly string[] Frames = ["message.send", "message.edit", "message.delete", "reaction.add", "reaction.remove", "chat.read", "chat.delivered", "typing"];

    [Fact]
    public async Task Whoever_is_not_in_a_chat_is_told_that_there_is_none_and_changes_nothing()
    {
        var (ada, bob, cay, eve) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var (pair, group) = (await ada.ChatWithAsync(bob), await ada.GroupWithAsync(bob, cay));
        await cay.SayAsync(group, "while I was there");
        (await ada.Http.DeleteAsync($"/api/chats/{group}/members/{cay.Id}")).ShouldBe(204);
        foreach (var chat in new[] { pair, group })
        {
            var message = (await ada.SayAsync(chat, "for us alone")).Text("id");
            var before = await SeenAsync(ada, chat);
            foreach (var (who, door) in new[] { ("a stranger", eve.Http), ("who was removed", cay.Http), ("the administrator", await forum.AdminAsync()) })
            {
                foreach (var (method, path) in Routes(chat, message, bob.Id))
                {
                    var answer = await door.SendAsync(new HttpMethod(method), path, method is "GET" or "DELETE" ? null : Body(chat));
                    answer.Status.Should().Be(404, "{0} asked {1} {2} and was told {3}", who, method, path, answer.Body);
                    answer.Body.Should().NotContainAny("for us alone", ada.Nickname, bob.Nickname);
                }
                await using var socket = await Socket.OpenAsync(forum, cookie: door.SessionCookie, origin: forum.Origin);
                foreach (var type in Frames)
                {
                    var answer = await socket.ExchangeAsync(type, new { chatId = chat, messageId = message, clientMessageId = Guid.NewGuid(), content = "me too", emoji = "👍", seq = 1 });
                    answer.Number("error", "status").Should().Be(404, "{0} said {1} and was told {2}", who, type, answer);
                }
            }
            (await SeenAsync(ada, chat)).Should().Be(before);
        }
    }

    private static object Body(string chat) => new
    {
        clientMessageId = Guid.NewGuid(), chatId = chat, content = "me too", name = "Mine now", seq = 1, level = "all", quietUntil = (string?)null, userId = Guid.NewGuid(), membersCanInvite = true, expiresInHours = 1, maxUses = 1,
    };

    private static async Task<string> SeenAsync(Person member, string chat) =>
        (await member.Http.GetAsync($"/api/chats/{chat}")).ShouldBe(200).Body + (await member.Http.GetAsync($"/api/chats/{chat}/messages?limit=100")).ShouldBe(200).Body;

    private IEnumerable<(string Method, string Path)> Routes(string chat, string message, string member) =>
        from endpoint in forum.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where path.StartsWith("/api/chats/{", StringComparison.Ordinal) || path.StartsWith("/api/messages/{", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        let asked = path.Replace("{chatId:guid}", chat, StringComparison.Ordinal).Replace("{id:guid}", message, StringComparison.Ordinal).Replace("{userId:guid}", member, StringComparison.Ordinal)
            .Replace("{emoji}", Uri.EscapeDataString("👍"), StringComparison.Ordinal)
        select (method, path.EndsWith("/events", StringComparison.Ordinal) ? asked + "?after=0" : asked);
}

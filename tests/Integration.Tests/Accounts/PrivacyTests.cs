using System.IO.Compression;
using System.Text;
using System.Text.Json;
using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;
using RealTimeForum.Integration.Tests.Uploads;

namespace RealTimeForum.Integration.Tests.Accounts;

/// <summary>What is mine I can take with me, and when I go nothing says who I was.</summary>
public sealed class PrivacyTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task The_export_holds_everything_of_mine_and_nothing_of_others()
    {
        var (me, other) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var post = await forum.PostAsync(me, "My title", "My *text*");
        (await me.Http.PatchAsync($"/api/posts/{post}", new { tags = new[] { "mine" } })).ShouldBe(200);
        var comment = await ForumWithStaff.CommentAsync(me, post, "My comment");
        await ForumWithStaff.CommentAsync(other, post, "Not mine");
        (await me.Http.PutAsync($"/api/posts/{post}/reactions/👍")).ShouldBe(200);
        var chat = await me.ChatWithAsync(other);
        for (var i = 0; i < 300; i++) await me.SayAsync(chat, $"line {i}");
        await other.SayAsync(chat, "theirs");
        await me.MakeTokenAsync();

        var answer = (await me.Http.GetAsync("/api/me/export")).ShouldBe(200);
        answer.ContentHeaders.ContentType!.MediaType.Should().Be("application/json");
        var mine = answer.Json;
        mine.Text("account", "email").Should().Be(me.Email);
        mine.Items("posts").Single().Text("content").Should().Be("My *text*");
        mine.Items("comments").Single().Text("id").Should().Be(comment);
        mine.Items("postReactions").Single().Text("emoji").Should().Be("👍");
        mine.Items("messages").Select(message => message.Text("content")).Should().HaveCount(300).And.Contain("line 299").And.NotContain("theirs");
        mine.Items("chats").Single().Text("id").Should().Be(chat);
        mine.Items("sessions").Should().HaveCount(1);
        mine.Items("apiTokens").Should().HaveCount(1);
        answer.Body.Should().NotContain("Not mine");
        (mine.Items("settings").Single().Text("whoMayWrite"), mine.Items("postTags").Single().Text("tag")).Should().Be(("everyone", "mine"));
        mine.Items("notifications").Single().Text("postId").Should().Be(post);

        (await me.Http.GetAsync("/api/me/export?format=xml")).ShouldBeProblem(400, "request.invalid", "format");
    }

    [Fact]
    public async Task As_zip_it_is_the_same_with_my_images()
    {
        var me = await forum.SignUpAsync();
        var (upload, avatar) = (await me.UploadAsync("A wall"), await me.UploadAsync());
        (await me.Http.PatchAsync("/api/me", new { avatarId = avatar.Text("id") })).ShouldBe(200);
        await (await forum.SignUpAsync()).UploadAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(forum.Address, "/api/me/export?format=zip"));
        request.Headers.Add("Cookie", $"forum_session={me.Http.SessionCookie}");
        using var response = await http.SendAsync(request);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/zip");
        await using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync());
        await using var entry = await zip.GetEntry("export.json")!.OpenAsync();
        var mine = (await JsonDocument.ParseAsync(entry)).RootElement;
        mine.Text("account", "nickname").Should().Be(me.Nickname);
        mine.Items("uploads").Select(file => (file.Text("use"), file.Text("alt"))).Should().BeEquivalentTo([("none", "A wall"), ("avatar", "")]);
        zip.Entries.Select(file => file.FullName).Should().BeEquivalentTo(mine.Items("uploads").Select(file => file.Text("file")).Append("export.json"));
        await using var picture = await zip.GetEntry($"uploads/{upload.Text("id")}.png")!.OpenAsync();
        using var bytes = new MemoryStream();
        await picture.CopyToAsync(bytes);
        bytes.Length.Should().Be(upload.Number("size"));
    }

    [Fact]
    public async Task Erasing_me_takes_my_picture_and_images_that_nobody_saw_and_leaves_those_of_my_posts()
    {
        var me = await forum.SignUpAsync();
        var (unused, avatar, shown) = (await me.UploadAsync("Unused words"), await me.UploadAsync("Avatar words"), await me.UploadAsync("Shown"));
        (await me.Http.PatchAsync("/api/me", new { avatarId = avatar.Text("id") })).ShouldBe(200);
        (await me.Http.PostAsync("/api/posts", new { title = "With an image", content = "", categoryId = await forum.NewCategoryAsync(), attachmentIds = new[] { shown.Text("id") } })).ShouldBe(201);
        (await forum.Visitor().StatusOfAsync(avatar)).Should().Be(200);
        (await me.Http.DeleteAsync("/api/me", new { password = Person.Password })).ShouldBe(204);
        (await forum.Visitor().StatusOfAsync(avatar)).Should().Be(404);
        (await forum.Visitor().StatusOfAsync(shown)).Should().Be(200);
        foreach (var gone in new[] { unused, avatar })
            Directory.GetFiles(Path.Combine(forum.DataDirectory, "uploads"), $"{Guid.Parse(gone.Text("id")):N}*", SearchOption.AllDirectories).Should().BeEmpty();
        await NowhereAsync("Unused words", "Avatar words");
    }

    [Fact]
    public async Task Erasing_me_leaves_my_posts_and_nothing_that_says_whose_they_were()
    {
        const string name = "Wanda.Vergissmeinnicht";
        var (me, other) = (await forum.SignUpAsync(name), await forum.SignUpAsync());
        var post = await forum.PostAsync(me, "Stays", "What I wrote");
        var comment = await ForumWithStaff.CommentAsync(me, post, "Stays too");
        var (chat, group) = (await me.ChatWithAsync(other), await me.GroupWithAsync(other));
        await me.SayAsync(chat, "Goodbye");
        var phone = await me.SignInAgainAsync();
        using var program = await me.ProgramAsync();
        await using var socket = await me.ConnectAsync();
        (await me.Http.PatchAsync("/api/me", new { firstName = "Wandafirst", lastName = "Vergisslast" })).ShouldBe(200);

        (await me.Http.DeleteAsync("/api/me", new { password = "not the right one" })).ShouldBeProblem(400, "auth.wrong_password", "password");
        (await me.Http.DeleteAsync("/api/me", new { password = Person.Password })).ShouldBe(204);

        (await socket.Closed).Should().Be(4001);
        foreach (var door in new[] { me.Http, phone, program }) (await door.GetAsync("/api/me")).ShouldBe(401);
        (await forum.Visitor().PostAsync("/api/session", new { login = name, password = Person.Password })).ShouldBe(401);
        (await forum.Visitor().GetAsync($"/api/users/{name}")).ShouldBe(404);
        (await forum.Visitor().GetAsync("/api/users/deleted%20user")).ShouldBe(404);
        (await other.Http.GetAsync($"/api/posts/{post}")).ShouldBe(200).Json.Text("author", "nickname").Should().Be("deleted user");
        (await other.Http.GetAsync($"/api/comments/{comment}")).ShouldBe(200).Json.Text("author", "nickname").Should().Be("deleted user");
        (await other.Http.GetAsync($"/api/chats/{chat}/messages")).ShouldBe(200).Json.Items().Single().Text("sender", "nickname").Should().Be("deleted user");
        (await other.Http.GetAsync($"/api/chats/{group}")).ShouldBe(200).Json.Text("ownerId").Should().Be(other.Id);
        (await other.Http.GetAsync("/api/roster?limit=100")).ShouldBe(200).Body.Should().NotContain("deleted user");
        await NowhereAsync(name, me.Email, "Wandafirst", "Vergisslast", name.ToLowerInvariant());
        (await forum.SignUpAsync(name)).Http.Dispose();
    }

    [Fact]
    public async Task To_somebody_who_is_gone_nothing_new_is_said_and_what_was_said_stays()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        var (hers, his) = (await ada.SayAsync(chat, "hers"), await bob.SayAsync(chat, "his"));
        await using var socket = await ada.ConnectAsync();
        (await bob.Http.DeleteAsync("/api/me", new { password = Person.Password })).ShouldBe(204);

        (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "still there?" })).ShouldBeProblem(409, "chat.person_gone");
        await socket.RefusedAsync("chat.person_gone", "message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "still there?" });
        await socket.RefusedAsync("chat.person_gone", "message.edit", new { messageId = hers.Text("id"), content = "changed" });
        await socket.RefusedAsync("chat.person_gone", "reaction.add", new { messageId = his.Text("id"), emoji = "👍" });
        (await ada.Http.PutAsync($"/api/messages/{his.Text("id")}/pin")).ShouldBeProblem(409, "chat.person_gone");
        (await ada.Http.PostAsync("/api/chats", new { userId = bob.Id })).ShouldBe(200).Json.Text("id").Should().Be(chat);
        (await ada.Http.GetAsync($"/api/chats/{chat}/messages")).ShouldBe(200).Json.Items().Select(message => message.Text("content")).Should().Equal("hers", "his");
        (await ada.Http.DeleteAsync($"/api/messages/{hers.Text("id")}")).ShouldBe(204);
    }

    /// <summary>Neither in the database, its free pages and its log, nor in mails that wait as files.</summary>
    private async Task NowhereAsync(params string[] words)
    {
        foreach (var file in Directory.GetFiles(forum.DataDirectory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory);
            foreach (var word in words) memory.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)).Should().Be(-1, "{0} is not in {1}", word, Path.GetFileName(file));
        }
    }
}

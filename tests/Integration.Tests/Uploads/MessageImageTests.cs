using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Infrastructure.Uploads;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Uploads;

/// <summary>Images in chats, over both doors: seen by whoever may see the message, and by nobody else.</summary>
public sealed class MessageImageTests(ForumApp forum) : IClassFixture<ForumApp>
{
    [Fact]
    public async Task A_message_brings_its_images_to_everyone_in_the_chat()
    {
        var (ada, bob, eve) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var device = await bob.ConnectAsync();
        var upload = await ada.UploadAsync("A wall");
        (await bob.Http.StatusOfAsync(upload)).Should().Be(404);
        var body = new { clientMessageId = Guid.NewGuid(), content = "", attachmentIds = new[] { upload.Text("id") } };
        var sent = (await ada.Http.PostAsync($"/api/chats/{chat}/messages", body)).ShouldBe(201).Json;
        sent.Items("attachments").Single().Text("alt").Should().Be("A wall");

        var heard = (await device.NextAsync("message.created")).At("data");
        heard.ToString().Should().Contain(upload.Text("url"));
        heard.Items("attachments").Single().Number("width").Should().Be(800);
        (await bob.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items().Single().Items("attachments").Single().Text("id").Should().Be(upload.Text("id"));
        (await bob.Http.GetAsync($"/api/chats/{chat}/events?after=0")).Json.Items("events").Single(happened => happened.Text("type") == "message.created").At("data").Items("attachments").Should().HaveCount(1);
        (await bob.Http.StatusOfAsync(upload)).Should().Be(200);
        foreach (var other in new[] { eve.Http, forum.Visitor() }) (await other.StatusOfAsync(upload)).Should().Be(404);

        // A resend is the same message; other images under its id are another one.
        (await ada.Http.PostAsync($"/api/chats/{chat}/messages", body)).ShouldBe(200).Json.Items("attachments").Should().HaveCount(1);
        (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { body.clientMessageId, content = "", attachmentIds = new[] { (await ada.UploadAsync()).Text("id") } })).ShouldBeProblem(409, "message.id_reused");
        (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "", attachmentIds = Array.Empty<string>() })).ShouldBe(400);

        (await ada.Http.DeleteAsync($"/api/messages/{sent.Text("id")}")).ShouldBe(204);
        foreach (var person in new[] { ada, bob }) (await person.Http.StatusOfAsync(upload)).Should().Be(404);
        (await bob.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items().Single().Items("attachments").Should().BeEmpty();
        await forum.Services.GetRequiredService<UploadSweeper>().SweepAsync(CancellationToken.None);
        FilesOf(upload.Text("id")).Should().BeEmpty();
    }

    [Fact]
    public async Task Editing_a_message_can_give_it_other_images()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        var (first, second) = (await ada.UploadAsync("First"), await ada.UploadAsync("Second"));
        var sent = (await ada.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "Look", attachmentIds = new[] { first.Text("id") } })).ShouldBe(201).Json;
        var path = $"/api/messages/{sent.Text("id")}";
        await using var device = await bob.ConnectAsync();

        // The text may go while an image stays, and only then.
        (await ada.Http.PatchAsync(path, new { content = "" })).ShouldBe(200).Json.Items("attachments").Single().Text("alt").Should().Be("First");
        (await ada.Http.PatchAsync(path, new { content = "", attachmentIds = Array.Empty<string>() })).ShouldBe(400);
        (await bob.Http.PatchAsync(path, new { content = "", attachmentIds = Array.Empty<string>() })).Status.Should().BeOneOf(400, 403);
        await device.NextAsync("message.edited");

        var edited = (await ada.Http.PatchAsync(path, new { content = "", attachmentIds = new[] { second.Text("id"), first.Text("id") } })).ShouldBe(200).Json;
        edited.Items("attachments").Select(image => image.Text("alt")).Should().Equal("Second", "First");
        (await device.NextAsync("message.edited")).At("data").Items("attachments").Should().HaveCount(2);
        (await ada.Http.PatchAsync(path, new { content = "Only words", attachmentIds = Array.Empty<string>() })).ShouldBe(200).Json.Items("attachments").Should().BeEmpty();
        (await bob.Http.GetAsync($"/api/chats/{chat}/messages")).Json.Items().Single().Items("attachments").Should().BeEmpty();
        (await bob.Http.StatusOfAsync(second)).Should().Be(404);
        (await ada.Http.PatchAsync(path, new { content = "x", attachmentIds = new[] { second.Text("id") } })).ShouldBeProblem(400, "upload.unknown", "attachmentIds");

        await using var program = await ada.ConnectAsync();
        var third = await ada.UploadAsync("Third");
        (await program.AskAsync("message.edit", new { messageId = sent.Text("id"), content = "", attachmentIds = new[] { third.Text("id") } })).Items("attachments").Single().Text("alt").Should().Be("Third");
        (await bob.Http.GetAsync($"{path}/history")).Json.Items().Select(before => before.Text("content")).Should().Equal("Only words", "", "Look");
    }

    [Fact]
    public async Task A_token_for_chats_alone_sends_an_image_and_sees_no_images_of_the_forum()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        var token = (await ada.Http.PostAsync("/api/tokens", new { name = "a bot", scopes = new[] { "chat" } })).ShouldBe(201).Json.Text("token");
        using var program = new Door(forum, token);
        var upload = (await program.SendAsync(Pictures.Png())).ShouldBe(201).Json;
        (await program.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = "", attachmentIds = new[] { upload.Text("id") } })).ShouldBe(201);
        (await program.StatusOfAsync(upload)).Should().Be(200);

        var general = (await forum.Visitor().GetAsync("/api/categories")).Json.Items()[0].Text("id");
        var shown = await ada.UploadAsync();
        (await ada.Http.PostAsync("/api/posts", new { title = "With an image", content = "", categoryId = general, attachmentIds = new[] { shown.Text("id") } })).ShouldBe(201);
        (await program.StatusOfAsync(shown)).Should().Be(404);
        (await forum.Visitor().StatusOfAsync(shown)).Should().Be(200);
    }

    [Fact]
    public async Task The_socket_takes_images_too()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await using var device = await ada.ConnectAsync();
        var upload = await ada.UploadAsync();
        var reply = await device.AskAsync("message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = "Look", attachmentIds = new[] { upload.Text("id") } });
        reply.Items("attachments").Single().Text("id").Should().Be(upload.Text("id"));
        (await bob.Http.StatusOfAsync(upload)).Should().Be(200);
    }

    [Fact]
    public async Task A_newcomer_and_one_who_left_do_not_see_what_is_not_theirs()
    {
        var (ada, bob, cay) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob);
        await ada.Http.PatchAsync($"/api/chats/{group}", new { newcomersSeeHistory = false });
        var upload = await ada.UploadAsync();
        (await ada.Http.PostAsync($"/api/chats/{group}/messages", new { clientMessageId = Guid.NewGuid(), content = "", attachmentIds = new[] { upload.Text("id") } })).ShouldBe(201);
        (await ada.Http.PostAsync($"/api/chats/{group}/members/{cay.Id}")).ShouldBe(200);
        (await cay.Http.StatusOfAsync(upload)).Should().Be(404);
        (await bob.Http.StatusOfAsync(upload)).Should().Be(200);
        (await bob.Http.DeleteAsync($"/api/chats/{group}/members/me")).ShouldBe(204);
        (await bob.Http.StatusOfAsync(upload)).Should().Be(404);

        (await ada.Http.DeleteAsync($"/api/chats/{group}")).ShouldBe(204);
        (await ada.Http.StatusOfAsync(upload)).Should().Be(404);
        await forum.Services.GetRequiredService<UploadSweeper>().SweepAsync(CancellationToken.None);
        FilesOf(upload.Text("id")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_group_has_a_picture_and_its_log_says_when_it_changed()
    {
        var (ada, bob, eve) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync());
        var group = await ada.GroupWithAsync(bob);
        await using var device = await bob.ConnectAsync();
        var upload = await ada.UploadAsync();
        (await bob.Http.PatchAsync($"/api/chats/{group}", new { pictureId = upload.Text("id") })).ShouldBe(403);
        (await ada.Http.PatchAsync($"/api/chats/{group}", new { pictureId = upload.Text("id") })).ShouldBe(200).Json.Text("picture").Should().Be(upload.Text("smallUrl"));
        var change = (await device.NextAsync("chat.updated")).At("data");
        (change.Text("change", "kind"), change.Text("change", "user", "id"), change.Text("picture")).Should().Be(("picture", ada.Id, upload.Text("smallUrl")));
        (await bob.Http.GetAsync("/api/chats")).Json.Items().Single().Text("picture").Should().Be(upload.Text("smallUrl"));
        (await bob.Http.StatusOfAsync(upload)).Should().Be(200);
        (await eve.Http.StatusOfAsync(upload)).Should().Be(404);

        (await ada.Http.PatchAsync($"/api/chats/{group}", new { name = "Another name" })).ShouldBe(200).Json.Has("picture").Should().BeTrue();
        (await ada.Http.PatchAsync($"/api/chats/{group}", new { pictureId = (string?)null })).ShouldBe(200).Json.Has("picture").Should().BeFalse();
        (await bob.Http.StatusOfAsync(upload)).Should().Be(404);
    }

    private string[] FilesOf(string upload) => Directory.GetFiles(Path.Combine(forum.DataDirectory, "uploads"), $"{Guid.Parse(upload):N}*", SearchOption.AllDirectories);
}

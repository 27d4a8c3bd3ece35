using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NetVips;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Infrastructure.Uploads;
using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Uploads;

public sealed class UploadTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task An_image_is_made_anew_upright_small_and_without_what_was_hidden_in_it()
    {
        var ada = await forum.SignUpAsync();
        var original = Pictures.JpegWithSecrets();
        Encoding.Latin1.GetString(original).Should().Contain("SecretCamera");
        var answer = (await ada.Http.SendAsync(original, "report.pdf", alt: "A red wall")).ShouldBe(201);
        var upload = answer.Json;
        answer.Header("Location").Should().Be(upload.Text("url"));
        (upload.Text("contentType"), upload.Number("width"), upload.Number("height"), upload.Text("alt")).Should().Be(("image/jpeg", 400, 800, "A red wall"));
        upload.Text("placeholder").Should().StartWith("data:image/webp;base64,").And.Subject.Length.Should().BeLessThan(600);

        var kept = await BytesAsync(ada, upload.Text("url"));
        kept.Length.Should().Be((int)upload.Number("size"));
        Encoding.Latin1.GetString(kept).Should().NotContainAny("SecretCamera", "Exif");
        using var full = Image.NewFromBuffer(kept);
        (full.Width, full.Height).Should().Be((400, 800));
        using var small = Image.NewFromBuffer(await BytesAsync(ada, upload.Text("smallUrl")));
        (small.Width, small.Height).Should().Be((320, 640));
    }

    [Fact]
    public async Task Png_gif_and_webp_stay_what_they_are_and_a_moving_one_moves_on()
    {
        var ada = await forum.SignUpAsync();
        foreach (var (file, type) in new[] { (Pictures.Png(), "image/png"), (Pictures.MovingGif(), "image/gif"), (Pictures.WebP(), "image/webp") })
        {
            var upload = (await ada.Http.SendAsync(file)).ShouldBe(201).Json;
            upload.Text("contentType").Should().Be(type);
            (await ada.Http.GetAsync(upload.Text("url"))).Header("Content-Type").Should().Be(type);
            if (type != "image/gif") continue;
            upload.Number("height").Should().Be(20);
            using var moving = Image.NewFromBuffer(await BytesAsync(ada, upload.Text("url")));
            moving.Get("n-pages").Should().Be(3);
        }
    }

    [Fact]
    public async Task The_pictures_of_several_people_are_asked_for_at_once()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var upload = await ada.UploadAsync();
        (await ada.Http.PatchAsync("/api/me", new { avatarId = upload.Text("id") })).ShouldBe(200);
        var found = (await forum.Visitor().GetAsync($"/api/avatars?ids={ada.Id},{bob.Id},{ada.Id}")).ShouldBe(200).Json.Items().Single();
        (found.Text("userId"), found.Text("url")).Should().Be((ada.Id, upload.Text("smallUrl")));
        (await forum.Visitor().GetAsync("/api/avatars?ids=ada")).ShouldBeProblem(400, "request.invalid", "ids");
        (await forum.Visitor().GetAsync($"/api/avatars?ids={string.Join(',', Enumerable.Range(0, 101).Select(_ => Guid.NewGuid()))}")).ShouldBeProblem(400, "request.invalid", "ids");
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><rect width='9' height='9'/></svg>")]
    [InlineData("<html><script>alert(1)</script>")]
    [InlineData("%PDF-1.7")]
    [InlineData("GIF8")]
    [InlineData("")]
    public async Task What_is_no_image_is_refused_whatever_it_is_called(string content) =>
        (await (await forum.SignUpAsync()).Http.SendAsync(Encoding.UTF8.GetBytes(content), "image.png")).ShouldBeProblem(400, "upload.not_an_image", "file");

    [Fact]
    public async Task A_damaged_a_huge_and_a_bomb_of_an_image_are_refused()
    {
        var ada = await forum.SignUpAsync();
        (await ada.Http.SendAsync(Pictures.Png()[..200])).ShouldBeProblem(400, "upload.broken");
        (await ada.Http.SendAsync([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3])).ShouldBeProblem(400, "upload.broken");
        (await ada.Http.SendAsync(Pictures.Png(30_000, 2_000))).ShouldBeProblem(400, "upload.too_many_pixels");
        (await ada.Http.SendAsync(Pictures.Restless(side: 8, frames: 301))).ShouldBeProblem(400, "upload.too_many_pixels");
        (await ada.Http.SendAsync(Pictures.JpegOfManyPasses(1_000))).ShouldBeProblem(400, "upload.broken");
        (await ada.Http.SendAsync(new byte[(20 * 1024 * 1024) + 1])).ShouldBeProblem(413, "upload.too_large");
        (await ada.Http.SendAsync(new byte[22 * 1024 * 1024])).ShouldBe(413);
        (await ada.Http.PostAsync("/api/uploads", new { file = "x" })).ShouldBe(415);
        (await ada.Http.SendAsync(HttpMethod.Post, "/api/uploads", new MultipartFormDataContent { { new StringContent("x"), "file" } })).ShouldBeProblem(400, "upload.one_file");
        (await forum.Visitor().SendAsync(Pictures.Png())).ShouldBe(401);
    }

    [Fact]
    public async Task What_takes_too_long_to_read_or_to_write_is_given_up()
    {
        var file = Pictures.Restless(side: 200, frames: 60);
        var began = Stopwatch.GetTimestamp();
        using (var patient = new VipsImages { Patience = TimeSpan.FromMinutes(10) }) (await patient.ReadAsync(file, CancellationToken.None)).Error.Should().BeNull();
        foreach (var patience in new[] { TimeSpan.Zero, Stopwatch.GetElapsedTime(began) / 8 })
        {
            using var impatient = new VipsImages { Patience = patience };
            (await impatient.ReadAsync(file, CancellationToken.None)).Error.Should().Be(UploadErrors.TakesTooLong);
        }
    }

    [Fact]
    public async Task The_same_key_gives_the_same_upload()
    {
        var ada = await forum.SignUpAsync();
        var first = (await ada.Http.SendAsync(Pictures.Png(), key: "one")).ShouldBe(201).Json;
        (await ada.Http.SendAsync(Pictures.Png(), key: "one")).ShouldBe(201).Json.Text("id").Should().Be(first.Text("id"));
        (await ada.Http.SendAsync(Pictures.Png(10, 10), key: "one")).ShouldBeProblem(409, "idempotency.key_reused");
    }

    [Fact]
    public async Task Before_it_is_used_its_owner_alone_sees_it()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var upload = await ada.UploadAsync();
        (await ada.Http.StatusOfAsync(upload)).Should().Be(200);
        foreach (var other in new[] { bob.Http, forum.Visitor(), await forum.AdminAsync() }) (await other.StatusOfAsync(upload)).Should().Be(404);
        (await bob.Http.PatchAsync(upload.Text("url"), new { alt = "mine now" })).ShouldBe(404);
        (await ada.Http.PatchAsync(upload.Text("url"), new { alt = "A wall" })).ShouldBe(200).Json.Text("alt").Should().Be("A wall");
        (await PostAsync(bob, upload.Text("id"))).ShouldBeProblem(400, "upload.unknown", "attachmentIds");
        (await ada.Http.GetAsync($"/api/uploads/{Guid.NewGuid()}")).ShouldBeProblem(404, "upload.not_found");
    }

    [Fact]
    public async Task It_is_served_with_care()
    {
        var ada = await forum.SignUpAsync();
        var upload = await ada.UploadAsync();
        var answer = (await ada.Http.GetAsync(upload.Text("url"))).ShouldBe(200);
        (answer.Header("X-Content-Type-Options"), answer.Header("Cache-Control"), answer.Header("Content-Security-Policy")).Should().Be(("nosniff", "no-cache, private", "default-src 'none'; sandbox"));
        (await ada.Http.GetAsync(upload.Text("url"), ("If-None-Match", answer.Header("ETag")!))).ShouldBe(304);
        (await forum.Visitor().GetAsync(upload.Text("url"), ("If-None-Match", answer.Header("ETag")!))).ShouldBe(404);
    }

    [Fact]
    public async Task A_posts_images_are_seen_as_the_post_is()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var (first, second, third) = (await ada.UploadAsync("first"), await ada.UploadAsync(), await ada.UploadAsync());
        var post = (await PostAsync(ada, second.Text("id"), first.Text("id"))).ShouldBe(201).Json;
        post.Items("attachments").Select(image => image.Text("id")).Should().Equal(second.Text("id"), first.Text("id"));
        var shown = (await forum.Visitor().GetAsync($"/api/posts/{post.Text("id")}")).Json.Items("attachments");
        (shown[1].Text("url"), shown[1].Number("width"), shown[1].Number("height"), shown[1].Text("alt")).Should().Be((first.Text("url"), 800, 400, "first"));
        (await forum.Visitor().StatusOfAsync(first)).Should().Be(200);
        (await PostAsync(ada, first.Text("id"))).ShouldBeProblem(400, "upload.unknown");

        // An edit names all that it shall have; what is left out is gone.
        (await ada.Http.PatchAsync($"/api/posts/{post.Text("id")}", new { attachmentIds = new[] { third.Text("id"), first.Text("id") } })).ShouldBe(200)
            .Json.Items("attachments").Select(image => image.Text("id")).Should().Equal(third.Text("id"), first.Text("id"));
        foreach (var person in new[] { ada, bob }) (await person.Http.StatusOfAsync(second)).Should().Be(404);
        (await ada.Http.PatchAsync($"/api/posts/{post.Text("id")}", new { title = "Another title" })).ShouldBe(200).Json.Items("attachments").Should().HaveCount(2);

        (await ada.Http.DeleteAsync($"/api/posts/{post.Text("id")}")).ShouldBe(204);
        foreach (var other in new[] { ada.Http, bob.Http, forum.Visitor() }) (await other.StatusOfAsync(first)).Should().Be(404);
        (await (await forum.AdminAsync()).StatusOfAsync(first)).Should().Be(200);
        (await ada.Http.PostAsync($"/api/posts/{post.Text("id")}/restore")).ShouldBe(200);
        (await bob.Http.StatusOfAsync(first)).Should().Be(200);
    }

    [Fact]
    public async Task A_comment_may_be_an_image_alone()
    {
        var ada = await forum.SignUpAsync();
        var post = await forum.PostAsync(ada);
        var upload = await ada.UploadAsync();
        (await ada.Http.PostAsync($"/api/posts/{post}/comments", new { content = "" })).ShouldBe(400);
        var comment = (await ada.Http.PostAsync($"/api/posts/{post}/comments", new { content = "", attachmentIds = new[] { upload.Text("id") } })).ShouldBe(201).Json;
        (await forum.Visitor().GetAsync($"/api/posts/{post}/comments")).Json.Items().Single().Items("attachments").Single().Text("id").Should().Be(upload.Text("id"));
        (await forum.Visitor().StatusOfAsync(upload)).Should().Be(200);
        (await ada.Http.DeleteAsync($"/api/comments/{comment.Text("id")}")).ShouldBe(204);
        (await forum.Visitor().StatusOfAsync(upload)).Should().Be(404);
    }

    [Fact]
    public async Task At_most_ten_go_with_one_thing()
    {
        var ada = await forum.SignUpAsync();
        List<string> ids = [];
        for (var i = 0; i < 11; i++) ids.Add((await ada.UploadAsync()).Text("id"));
        (await PostAsync(ada, [.. ids])).ShouldBeProblem(400, "request.invalid", "attachmentIds");
        (await PostAsync(ada, [.. ids.Skip(1)])).ShouldBe(201).Json.Items("attachments").Should().HaveCount(10);
    }

    [Fact]
    public async Task What_is_not_used_within_a_day_is_removed_with_its_files()
    {
        var ada = await forum.SignUpAsync();
        var (unused, used) = (await ada.UploadAsync(), await ada.UploadAsync());
        (await PostAsync(ada, used.Text("id"))).ShouldBe(201);
        var sweeper = forum.Services.GetRequiredService<UploadSweeper>();
        await sweeper.SweepAsync(CancellationToken.None);
        (await ada.Http.StatusOfAsync(unused)).Should().Be(200);

        forum.Clock.Advance(TimeSpan.FromHours(25));
        await sweeper.SweepAsync(CancellationToken.None);
        (await ada.Http.StatusOfAsync(unused)).Should().Be(404);
        (await ada.Http.StatusOfAsync(used)).Should().Be(200);
        Directory.GetFiles(Path.Combine(forum.DataDirectory, "uploads"), $"{Guid.Parse(unused.Text("id")):N}*", SearchOption.AllDirectories).Should().BeEmpty();
        Directory.GetFiles(Path.Combine(forum.DataDirectory, "uploads"), $"{Guid.Parse(used.Text("id")):N}*", SearchOption.AllDirectories).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_person_has_a_picture_that_everybody_sees()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var upload = await ada.UploadAsync();
        (await bob.Http.PatchAsync("/api/me", new { avatarId = upload.Text("id") })).ShouldBe(400);
        (await ada.Http.PatchAsync("/api/me", new { avatarId = upload.Text("id") })).ShouldBe(200).Json.Text("avatarUrl").Should().Be(upload.Text("smallUrl"));
        (await forum.Visitor().GetAsync($"/api/users/{ada.Nickname}")).Json.Text("avatarUrl").Should().Be(upload.Text("smallUrl"));
        (await forum.Visitor().StatusOfAsync(upload)).Should().Be(200);
        (await ada.Http.PatchAsync("/api/me", new { firstName = "Other" })).ShouldBe(200).Json.Text("avatarUrl").Should().Be(upload.Text("smallUrl"));
        (await ada.Http.GetAsync("/api/me")).Json.Text("avatarUrl").Should().Be(upload.Text("smallUrl"));

        (await ada.Http.PatchAsync("/api/me", new { avatarId = (string?)null })).ShouldBe(200).Json.Has("avatarUrl").Should().BeFalse();
        (await ada.Http.GetAsync("/api/me")).Json.Has("avatarUrl").Should().BeFalse();
        (await ada.Http.StatusOfAsync(upload)).Should().Be(404);
        (await ada.Http.PatchAsync("/api/me", new { avatarId = 7 })).ShouldBe(400);
        (await ada.Http.PatchAsync("/api/me", """{"avatarId":"\udc00\ud800"}""")).ShouldBe(400);
    }

    private async Task<Answer> PostAsync(Person author, params string[] attachmentIds) =>
        await author.Http.PostAsync("/api/posts", new { title = "A title", content = "", categoryId = await forum.GeneralAsync(), attachmentIds });

    private async Task<byte[]> BytesAsync(Person person, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = person.Http.Cookies });
        return await http.GetByteArrayAsync(new Uri(forum.Address, path));
    }
}

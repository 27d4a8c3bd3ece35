using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Http;

/// <summary>A post's address without script: those who show links find its title and beginning, readers its text.</summary>
public sealed class PostPageTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Fact]
    public async Task It_carries_title_beginning_and_text_and_is_still_the_app()
    {
        var ada = await forum.SignUpAsync();
        var post = await forum.PostAsync(ada, "Cats & \"dogs\" <script>", "Они **живут** вместе.\n\n- [x] well");
        var page = (await forum.Visitor().GetAsync($"/posts/{post}")).ShouldBe(200);
        page.ContentHeaders.ContentType!.MediaType.Should().Be("text/html");
        page.Header("Cache-Control").Should().Be("no-cache, private");
        page.Body.Should().Contain("<title>Cats &amp; &quot;dogs&quot; &lt;script&gt;</title>")
            .And.Contain("<meta property=\"og:title\" content=\"Cats &amp; &quot;dogs&quot; &lt;script&gt;\" />")
            .And.Contain("<meta property=\"og:description\" content=\"Они живут вместе. well\" />")
            .And.Contain($"<meta property=\"og:url\" content=\"{forum.Origin}/posts/{post}\" />")
            .And.Contain("<noscript><article><h1>").And.Contain("<strong>живут</strong>").And.Contain("/assets/index-");
        page.Body.Split("<title>").Should().HaveCount(2);
        (await forum.Visitor().SendAsync(HttpMethod.Head, $"/posts/{post}")).ShouldBe(200);
    }

    [Fact]
    public async Task What_the_reader_may_not_see_is_not_in_it()
    {
        var ada = await forum.SignUpAsync();
        var post = await forum.PostAsync(ada, "A secret", "hidden text");
        (await ada.Http.DeleteAsync($"/api/posts/{post}")).ShouldBe(204);
        foreach (var id in new[] { post, $"{Guid.NewGuid()}" })
            (await forum.Visitor().GetAsync($"/posts/{id}")).ShouldBe(200).Body.Should().NotContain("secret").And.NotContain("og:title").And.Contain("/assets/index-");
        (await (await forum.AdminAsync()).GetAsync($"/posts/{post}")).Body.Should().Contain("hidden text");
        (await forum.Visitor().GetAsync($"/posts/{post}/edit")).ShouldBe(200).Body.Should().Contain("/assets/index-");
    }
}

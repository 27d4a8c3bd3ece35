using System.Text.RegularExpressions;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Http;

/// <summary>The pages that the build made, as browsers get them.</summary>
public sealed partial class PageTests(ForumApp forum) : IClassFixture<ForumApp>
{
    private readonly Door _visitor = forum.Visitor();

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-up")]
    [InlineData("/chats/0190b7e0-0000-7000-8000-000000000000")]
    [InlineData("/users/a.name.with.dots")]
    [InlineData("/invite/Ab_-9")]
    public async Task Every_page_of_the_app_is_the_one_file(string path)
    {
        var answer = (await _visitor.GetAsync(path)).ShouldBe(200);
        answer.ContentHeaders.ContentType!.MediaType.Should().Be("text/html");
        answer.Header("Cache-Control").Should().Be("no-cache");
        Assets().Matches(answer.Body).Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task What_the_page_names_is_there_for_ever_and_compressed_as_asked(string encoding)
    {
        var page = (await _visitor.GetAsync("/")).Body;
        foreach (var asset in Assets().Matches(page).Select(match => match.Value).Where(asset => !asset.EndsWith(".woff2", StringComparison.Ordinal)))
        {
            var answer = (await _visitor.GetAsync(asset, ("Accept-Encoding", encoding))).ShouldBe(200);
            answer.Header("Cache-Control").Should().Be("public, max-age=31536000, immutable");
            (answer.Header("Content-Encoding") ?? "").Should().Be(encoding);
            answer.Body.Should().NotBeEmpty();
        }
    }

    [Theory]
    [InlineData("/assets/none.js")]
    [InlineData("/none.js")]
    public async Task A_file_that_is_not_there_is_no_page(string path) => (await _visitor.GetAsync(path)).ShouldBe(404);

    [GeneratedRegex("/assets/[^\"]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Assets();
}

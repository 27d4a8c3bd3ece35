using Microsoft.Extensions.Time.Testing;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Tests.Posts;

public sealed class EditPostTests
{
    private readonly IPostRepository _posts = Substitute.For<IPostRepository>();
    private readonly ICategoryRepository _categories = Substitute.For<ICategoryRepository>();
    private readonly IActor _actor = Substitute.For<IActor>();
    private readonly FakeTimeProvider _clock = new();
    private readonly Post _post;

    public EditPostTests()
    {
        _actor.IsSignedIn.Returns(true);
        _actor.UserId.Returns(UserId.New());
        _post = Post.Write(_actor.UserId, CategoryId.New(), PostTitle.Parse("A title").Value, new Markup("a", "a", "a"), _clock.GetUtcNow());
        _posts.FindAsync(_post.Id, Arg.Any<CancellationToken>()).Returns(_ => ValueTask.FromResult<Post?>(_post));
    }

    [Fact]
    public async Task What_is_left_out_stays_and_what_was_said_is_kept()
    {
        (await EditAsync(new EditPost(_post.Id, "Another", null, null, null))).IsSuccess.Should().BeTrue();

        (_post.Title.Value, _post.Content.Source, _post.Version).Should().Be(("Another", "a", 2));
        _posts.Received(1).Add(Arg.Is<PostRevision>(before => before.Title.Value == "A title"));
    }

    [Fact]
    public async Task An_edit_of_a_version_that_is_no_more_is_stale() =>
        (await EditAsync(new EditPost(_post.Id, "Another", null, null, new SeenVersions([2, 3])))).Error.Should().Be(CommonErrors.Stale);

    [Fact]
    public async Task An_edit_of_the_version_that_was_seen_is_not() =>
        (await EditAsync(new EditPost(_post.Id, "Another", null, null, new SeenVersions([1])))).IsSuccess.Should().BeTrue();

    [Fact]
    public async Task Somebody_else_is_told_it_is_not_theirs_before_anything_about_versions()
    {
        _actor.UserId.Returns(UserId.New());

        (await EditAsync(new EditPost(_post.Id, "Another", null, null, new SeenVersions([9])))).Error.Should().Be(PostErrors.NotYours);
    }

    [Fact]
    public async Task It_moves_only_to_a_category_there_is() =>
        (await EditAsync(new EditPost(_post.Id, null, null, CategoryId.New(), null))).Error.Should().Be(CategoryErrors.Unknown);

    [Fact]
    public async Task What_is_not_there_is_not_found() =>
        (await EditAsync(new EditPost(PostId.New(), "Another", null, null, null))).Error.Should().Be(PostErrors.NotFound);

    [Theory]
    [InlineData("posts", true)]
    [InlineData("post:0193a5c6-0000-7000-8000-000000000001", true)]
    [InlineData("post:0193A5C6-0000-7000-8000-000000000001", true)]
    [InlineData("post:", false)]
    [InlineData("post:1", false)]
    [InlineData("post:{0193a5c6-0000-7000-8000-000000000001}", false)]
    [InlineData("Posts", false)]
    [InlineData("chat:0193a5c6-0000-7000-8000-000000000001", false)]
    [InlineData("", false)]
    public void Topics_are_the_feed_and_single_posts(string topic, bool isOne) => (topic == Topics.Posts || Topics.PostIn(topic) is not null).Should().Be(isOne);

    private ValueTask<Result<Done>> EditAsync(EditPost command) => new EditPostHandler(_posts, _categories, _actor, Substitute.For<IAudit>(), _clock).Handle(command, default);
}

using RealTimeForum.Application.Comments;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Tests.Comments;

/// <summary>A thread of three: a comment, the answer to it, and the answer to that.</summary>
public sealed class ReplyPlacesTests
{
    private static readonly Participant Moderator = new(UserId.New(), IsStaff: true);

    private readonly ICommentRepository _comments = Substitute.For<ICommentRepository>();
    private readonly Post _post;
    private readonly Comment _first, _second, _third;

    public ReplyPlacesTests()
    {
        _post = Post.Write(UserId.New(), CategoryId.New(), PostTitle.Parse("A title").Value, new Markup("a", "a", "a"), DateTimeOffset.UnixEpoch);
        _first = Write(null);
        _second = Write(_first);
        _third = Write(_second);
    }

    [Fact]
    public async Task The_last_reply_takes_the_places_above_it_with_it()
    {
        await DeleteAsync(_first);
        await DeleteAsync(_second);
        (_first.HasPlace, _second.HasPlace).Should().Be((true, true));

        await DeleteAsync(_third);

        (_first.HasPlace, _second.HasPlace, _third.HasPlace).Should().Be((false, false, false));
        (_first.ReplyCount, _second.ReplyCount, _post.CommentCount).Should().Be((0, 0, 0));
    }

    [Fact]
    public async Task Restoring_it_gives_them_their_places_back()
    {
        await DeleteAsync(_first);
        await DeleteAsync(_second);
        await DeleteAsync(_third);

        await RestoreAsync(_third);

        (_first.HasPlace, _second.HasPlace, _third.HasPlace).Should().Be((true, true, true));
        (_first.ReplyCount, _second.ReplyCount, _post.CommentCount).Should().Be((1, 1, 1));
    }

    [Fact]
    public async Task Restoring_one_in_between_changes_nothing_above_it_that_had_a_place()
    {
        await DeleteAsync(_second);
        _first.ReplyCount.Should().Be(1);

        await RestoreAsync(_second);
        (_first.ReplyCount, _second.ReplyCount).Should().Be((1, 1));
    }

    [Fact]
    public async Task A_comment_that_is_not_deleted_keeps_its_place_and_counts_one_reply_less()
    {
        await DeleteAsync(_third);

        (_second.HasPlace, _second.ReplyCount, _first.ReplyCount).Should().Be((true, 0, 1));
    }

    private Comment Write(Comment? parent)
    {
        var comment = _post.Comment(Moderator, parent, new Markup("a", "a", "a"), DateTimeOffset.UnixEpoch).Value;
        _comments.FindAsync(comment.Id, Arg.Any<CancellationToken>()).Returns(_ => ValueTask.FromResult<Comment?>(comment));
        return comment;
    }

    private async Task DeleteAsync(Comment comment)
    {
        var hadPlace = comment.HasPlace;
        comment.Delete(_post, Moderator, DateTimeOffset.UnixEpoch).IsSuccess.Should().BeTrue();
        await _comments.CarryUpAsync(comment, hadPlace, default);
    }

    private async Task RestoreAsync(Comment comment)
    {
        var hadPlace = comment.HasPlace;
        comment.Restore(_post, Moderator).IsSuccess.Should().BeTrue();
        await _comments.CarryUpAsync(comment, hadPlace, default);
    }
}

using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Domain.Tests.Comments;

public sealed class CommentTests
{
    private readonly Post _post = Some.Post();

    [Fact]
    public void Writing_is_an_event()
    {
        var comment = Some.Comment(_post);

        comment.Events.Should().Equal(new CommentWritten(_post.Id, comment.Id));
    }

    [Fact]
    public void An_edit_keeps_what_was_said_before()
    {
        var comment = Some.Comment(_post);

        var before = comment.Edit(_post, Some.Writer, Some.Text("else"), Some.Now.AddHours(1)).Value!;

        (before.Version, before.Content.Source).Should().Be((1, "Some text"));
        (comment.Version, comment.Content.Source, comment.EditedAt).Should().Be((2, "else", Some.Now.AddHours(1)));
    }

    [Fact]
    public void Editing_to_the_same_is_no_edit() => Some.Comment(_post).Edit(_post, Some.Writer, Some.Text(), Some.Now).Value.Should().BeNull();

    [Fact]
    public void Only_the_author_and_moderators_edit_and_delete()
    {
        var comment = Some.Comment(_post);

        comment.Edit(_post, Some.Reader, Some.Text("no"), Some.Now).Error.Should().Be(CommentErrors.NotYours);
        comment.Delete(_post, Some.Reader, Some.Now).Error.Should().Be(CommentErrors.NotYours);
        comment.Edit(_post, Some.Moderator, Some.Text("yes"), Some.Now).IsSuccess.Should().BeTrue();
        comment.Delete(_post, Some.Moderator, Some.Now).IsSuccess.Should().BeTrue();
    }

    [Fact]
    public void Deleting_takes_one_off_the_posts_count_once_and_restoring_gives_it_back()
    {
        var comment = Some.Comment(_post);
        Some.Comment(_post);

        comment.Delete(_post, Some.Moderator, Some.Now);
        comment.Delete(_post, Some.Moderator, Some.Now);
        _post.CommentCount.Should().Be(1);

        comment.Restore(_post, Some.Moderator);
        comment.Restore(_post, Some.Moderator);
        _post.CommentCount.Should().Be(2);
    }

    [Fact]
    public void A_deleted_comment_keeps_its_place_while_there_are_replies()
    {
        var comment = Some.Comment(_post);
        Some.Comment(_post, parent: comment);
        comment.Delete(_post, Some.Writer, Some.Now);
        comment.HasPlace.Should().BeTrue();

        comment.LoseReply();
        comment.HasPlace.Should().BeFalse();
    }

    [Fact]
    public void A_deleted_comment_is_not_answered_edited_or_reacted_to()
    {
        var comment = Some.Comment(_post);
        comment.Delete(_post, Some.Writer, Some.Now);

        _post.Comment(Some.Writer, comment, Some.Text(), Some.Now).Error.Should().Be(CommentErrors.ParentNotFound);
        comment.Edit(_post, Some.Writer, Some.Text("x"), Some.Now).Error.Should().Be(CommentErrors.NotFound);
        comment.Edit(_post, Some.Moderator, Some.Text("x"), Some.Now).Error.Should().Be(CommentErrors.Deleted);
        comment.RefusalToTouch(_post, Some.Reader).Should().Be(CommentErrors.NotFound);
    }

    [Fact]
    public void An_author_restores_what_they_deleted_and_not_what_a_moderator_did()
    {
        var (own, theirs) = (Some.Comment(_post), Some.Comment(_post));
        own.Delete(_post, Some.Writer, Some.Now);
        theirs.Delete(_post, Some.Moderator, Some.Now);

        own.Restore(_post, Some.Reader).Error.Should().Be(CommentErrors.NotFound);
        own.Restore(_post, Some.Writer).IsSuccess.Should().BeTrue();
        theirs.Restore(_post, Some.Writer).Error.Should().Be(CommentErrors.DeletedByStaff);
    }

    [Fact]
    public void Under_a_deleted_post_there_is_nothing_to_do()
    {
        var comment = Some.Comment(_post);
        _post.Delete(Some.Writer, Some.Now);

        comment.Edit(_post, Some.Writer, Some.Text("x"), Some.Now).Error.Should().Be(PostErrors.NotFound);
        comment.Delete(_post, Some.Moderator, Some.Now).Error.Should().Be(PostErrors.Deleted);
        _post.Comment(Some.Moderator, null, Some.Text(), Some.Now).Error.Should().Be(PostErrors.Deleted);
    }

    [Fact]
    public void Reactions_are_counted_with_the_comment()
    {
        var comment = Some.Comment(_post);

        var reaction = comment.React(Some.Reader.UserId, Emoji.Parse("🎉").Value, Some.Now).Value;
        comment.Reactions.Counts.Should().Equal(("🎉", 1));
        comment.TakeBack(reaction);
        comment.Reactions.Total.Should().Be(0);
        comment.Events.OfType<CommentReactionsChanged>().Should().HaveCount(2);
    }
}

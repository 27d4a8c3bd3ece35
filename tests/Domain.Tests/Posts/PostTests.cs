using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Domain.Tests.Posts;

public sealed class PostTests
{
    private static readonly Emoji Thumb = Emoji.Parse("👍").Value;

    [Fact]
    public void Writing_is_an_event_and_the_first_version()
    {
        var post = Some.Post();

        post.Events.Should().Equal(new PostWritten(post.Id));
        post.Version.Should().Be(1);
        post.EditedAt.Should().BeNull();
        post.LastActivityAt.Should().Be(post.CreatedAt);
    }

    [Fact]
    public void An_edit_keeps_what_was_said_before()
    {
        var post = Some.Post();

        var before = post.Edit(Some.Writer, Some.Title("Another"), Some.Text("else"), Some.Now.AddHours(1)).Value!;

        (before.Version, before.Title.Value, before.Content.Source, before.WrittenAt).Should().Be((1, "A title", "Some text", Some.Now));
        (post.Version, post.Title.Value, post.Content.Source, post.EditedAt).Should().Be((2, "Another", "else", Some.Now.AddHours(1)));
        post.Events.Should().Contain(new PostChanged(post.Id));
    }

    [Fact]
    public void The_second_edit_remembers_when_the_first_was_written()
    {
        var post = Some.Post();
        post.Edit(Some.Writer, Some.Title(), Some.Text("one"), Some.Now.AddHours(1));

        post.Edit(Some.Moderator, Some.Title(), Some.Text("two"), Some.Now.AddHours(2)).Value!
            .Should().Match<PostRevision>(before => before.WrittenAt == Some.Now.AddHours(1) && before.ReplacedBy == Some.Moderator.UserId);
    }

    [Fact]
    public void Editing_to_the_same_is_no_edit()
    {
        var post = Some.Post();
        post.ClearEvents();

        post.Edit(Some.Writer, Some.Title(), Some.Text(), Some.Now).Value.Should().BeNull();
        (post.Version, post.EditedAt, post.Events.Count).Should().Be((1, null, 0));
    }

    [Fact]
    public void Only_the_author_and_moderators_edit_move_and_delete()
    {
        var post = Some.Post();

        post.Edit(Some.Reader, Some.Title("No no"), Some.Text(), Some.Now).Error.Should().Be(PostErrors.NotYours);
        post.Move(Some.Reader, CategoryId.New()).Error.Should().Be(PostErrors.NotYours);
        post.Delete(Some.Reader, Some.Now).Error.Should().Be(PostErrors.NotYours);
        post.Move(Some.Moderator, CategoryId.New()).IsSuccess.Should().BeTrue();
        post.Delete(Some.Moderator, Some.Now).IsSuccess.Should().BeTrue();
    }

    [Fact]
    public void A_deleted_post_is_there_for_moderators_only()
    {
        var post = Some.Post();
        post.Delete(Some.Writer, Some.Now);

        post.IsVisibleTo(Some.Moderator).Should().BeTrue();
        post.IsVisibleTo(Some.Writer).Should().BeFalse();
        post.Edit(Some.Writer, Some.Title("Other"), Some.Text(), Some.Now).Error.Should().Be(PostErrors.NotFound);
        post.Edit(Some.Moderator, Some.Title("Other"), Some.Text(), Some.Now).Error.Should().Be(PostErrors.Deleted);
        post.Delete(Some.Writer, Some.Now).Error.Should().Be(PostErrors.NotFound);
        post.RefusalToTouch(Some.Reader).Should().Be(PostErrors.NotFound);
        post.RefusalToTouch(Some.Moderator).Should().Be(PostErrors.Deleted);
    }

    [Fact]
    public void An_author_restores_what_they_deleted_themselves()
    {
        var post = Some.Post();
        post.Delete(Some.Writer, Some.Now);

        post.Restore(Some.Reader).Error.Should().Be(PostErrors.NotFound);
        post.Restore(Some.Writer).IsSuccess.Should().BeTrue();
        post.IsDeleted.Should().BeFalse();
    }

    [Fact]
    public void An_author_cannot_restore_what_a_moderator_deleted()
    {
        var post = Some.Post();
        post.Delete(Some.Moderator, Some.Now);

        post.Restore(Some.Writer).Error.Should().Be(PostErrors.DeletedByStaff);
        post.Restore(Some.Moderator).IsSuccess.Should().BeTrue();
    }

    [Fact]
    public void A_moderator_can_make_an_authors_own_deletion_final()
    {
        var post = Some.Post();
        post.Delete(Some.Writer, Some.Now);
        post.Delete(Some.Moderator, Some.Now);

        post.Restore(Some.Writer).Error.Should().Be(PostErrors.DeletedByStaff);
    }

    [Fact]
    public void A_restored_post_can_be_deleted_and_restored_by_its_author_again()
    {
        var post = Some.Post();
        post.Delete(Some.Moderator, Some.Now);
        post.Restore(Some.Moderator);
        post.Delete(Some.Writer, Some.Now);

        post.Restore(Some.Writer).IsSuccess.Should().BeTrue();
    }

    [Fact]
    public void Restoring_what_is_not_deleted_changes_nothing()
    {
        var post = Some.Post();
        post.ClearEvents();

        post.Restore(Some.Writer).IsSuccess.Should().BeTrue();
        post.Restore(Some.Reader).Error.Should().Be(PostErrors.NotYours);
        post.Events.Should().BeEmpty();
    }

    [Fact]
    public void Only_moderators_lock_and_pin()
    {
        var post = Some.Post();

        post.SetLocked(Some.Writer, true).Error.Should().Be(CommonErrors.Forbidden);
        post.SetPinned(Some.Writer, true).Error.Should().Be(CommonErrors.Forbidden);
        post.SetLocked(Some.Moderator, true).IsSuccess.Should().BeTrue();
        post.SetPinned(Some.Moderator, true).IsSuccess.Should().BeTrue();
        (post.IsLocked, post.IsPinned).Should().Be((true, true));
    }

    [Fact]
    public void A_locked_post_takes_comments_from_moderators_only()
    {
        var post = Some.Post();
        post.SetLocked(Some.Moderator, true);

        post.Comment(Some.Writer, null, Some.Text(), Some.Now).Error.Should().Be(PostErrors.Locked);
        post.Comment(Some.Moderator, null, Some.Text(), Some.Now).IsSuccess.Should().BeTrue();
    }

    [Fact]
    public void A_comment_takes_the_next_number_and_is_the_latest_activity()
    {
        var post = Some.Post();
        Some.Comment(post);

        var second = post.Comment(Some.Reader, null, Some.Text(), Some.Now.AddDays(1)).Value;

        (second.Number, post.CommentCount, post.LastActivityAt).Should().Be((2L, 2, Some.Now.AddDays(1)));
    }

    [Fact]
    public void An_answer_belongs_under_the_same_post()
    {
        var elsewhere = Some.Comment(Some.Post());

        Some.Post().Comment(Some.Writer, elsewhere, Some.Text(), Some.Now).Error.Should().Be(CommentErrors.ParentNotFound);
    }

    [Fact]
    public void Pinned_posts_stand_before_newer_ones()
    {
        var (old, recent) = (Some.Post(), Post.Write(Some.Author, CategoryId.New(), Some.Title(), Some.Text(), Some.Now.AddYears(50)));
        old.NewOrder.Should().BeLessThan(recent.NewOrder);

        old.SetPinned(Some.Moderator, true);
        old.NewOrder.Should().BeGreaterThan(recent.NewOrder);

        old.SetPinned(Some.Moderator, false);
        old.NewOrder.Should().BeLessThan(recent.NewOrder);
    }

    [Fact]
    public void One_reaction_weighs_more_than_any_age_and_none_as_much_as_before()
    {
        var (old, recent) = (Some.Post(), Post.Write(Some.Author, CategoryId.New(), Some.Title(), Some.Text(), Some.Now.AddYears(50)));

        var reaction = old.React(Some.Reader.UserId, Thumb, Some.Now).Value;
        old.TopOrder.Should().BeGreaterThan(recent.TopOrder);

        old.TakeBack(reaction);
        old.TopOrder.Should().BeLessThan(recent.TopOrder);
        old.Reactions.Should().Be(ReactionTally.None);
    }
}

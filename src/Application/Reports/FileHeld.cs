using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Reports;

namespace RealTimeForum.Application.Reports;

/// <summary>What is held back waits in the moderators' queue.</summary>
internal sealed class FileHeld(IReportRepository reports, IPostRepository posts, ICommentRepository comments, TimeProvider clock) : IReactTo<PostHeld>, IReactTo<CommentHeld>
{
    public async ValueTask ReactAsync(PostHeld happened, CancellationToken cancellationToken)
    {
        if (await posts.FindAsync(happened.PostId, cancellationToken) is { } post)
            reports.Add(new Report(reporter: null, ReportTarget.Post, post.Id.Value, post.Author, happened.Reason, clock.GetUtcNow()));
    }

    public async ValueTask ReactAsync(CommentHeld happened, CancellationToken cancellationToken)
    {
        if (await comments.FindAsync(happened.CommentId, cancellationToken) is { } comment)
            reports.Add(new Report(reporter: null, ReportTarget.Comment, comment.Id.Value, comment.Author, happened.Reason, clock.GetUtcNow()));
    }
}

using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Reports;

namespace RealTimeForum.Application.Comments;

/// <summary>A comment that was held is published, or stays away, as a moderator decided.</summary>
internal sealed class ReleaseComment(IReportRepository reports, IPostRepository posts, ICommentRepository comments, IActor actor) : IReactTo<ReportDecided>
{
    public async ValueTask ReactAsync(ReportDecided happened, CancellationToken cancellationToken)
    {
        if (await reports.FindAsync(happened.ReportId, cancellationToken) is not { TargetType: ReportTarget.Comment, IsAutomatic: true } report) return;
        if (await comments.FindAsync(CommentId.From(report.TargetId), cancellationToken) is not { IsHeld: true } comment) return;
        if (report.State == ReportState.Upheld)
        {
            comment.Reject();
            return;
        }
        if (await posts.FindAsync(comment.PostId, cancellationToken) is not { } post) return;
        var hadPlace = comment.HasPlace;
        if (comment.Restore(post, actor.AsParticipant()).Error is null) await comments.CarryUpAsync(comment, hadPlace, cancellationToken);
    }
}

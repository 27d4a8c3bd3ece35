using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Reports;

namespace RealTimeForum.Application.Posts;

/// <summary>A post that was held is published, or stays away, as a moderator decided.</summary>
internal sealed class ReleasePost(IReportRepository reports, IPostRepository posts, IActor actor) : IReactTo<ReportDecided>
{
    public async ValueTask ReactAsync(ReportDecided happened, CancellationToken cancellationToken)
    {
        if (await reports.FindAsync(happened.ReportId, cancellationToken) is not { TargetType: ReportTarget.Post, IsAutomatic: true } report) return;
        if (await posts.FindAsync(PostId.From(report.TargetId), cancellationToken) is not { IsHeld: true } post) return;
        if (report.State == ReportState.Upheld) post.Reject();
        else post.Restore(actor.AsParticipant());
    }
}

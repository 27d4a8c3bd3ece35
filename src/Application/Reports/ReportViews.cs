using System.Text.Json.Serialization;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Reports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Reports;

/// <param name="IsAutomatic">The forum itself holds it back: dismissing publishes it.</param>
/// <param name="Reporter">Null for what is automatic.</param>
/// <param name="SameTarget">How many reports about the same thing wait, this one among them.</param>
/// <param name="Note">For moderators, as <paramref name="DecidedBy"/>.</param>
/// <param name="Context">Of a message: it and a few around it, oldest first, as they were; after the decision only the message itself. For moderators.</param>
public sealed record ReportView(
    Guid Id, ReportTarget TargetType, Guid TargetId, string Reason, ReportState State, DateTimeOffset CreatedAt, bool IsAutomatic, UserRef? Reporter, TargetView Target,
    int SameTarget, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UserRef? DecidedBy, DateTimeOffset? DecidedAt, IReadOnlyList<ContextMessageView> Context);

/// <summary>What is reported, as it now is.</summary>
/// <param name="PostId">Of a post or comment: where it is.</param>
/// <param name="Title">Of the post; null for a message or person.</param>
/// <param name="Excerpt">The beginning as plain text; empty where it is gone, and for the one who reported it also while only moderators see it.</param>
public sealed record TargetView(UserRef Author, Guid? PostId, string? Title, string Excerpt, bool IsDeleted, bool IsHeld, bool IsLocked, bool IsPinned);

public sealed record ContextMessageView(long Seq, UserRef Sender, string Content, DateTimeOffset SentAt, bool IsReported);

internal static class ReportViews
{
    public static async Task<List<ReportView>> OfAsync(IReadDb db, IReadOnlyList<Report> reports, bool toStaff, CancellationToken cancellationToken)
    {
        var ids = reports.Select(report => report.Id).ToList();
        var messages = toStaff && ids.Count > 0 ? await db.ListAsync(db.ReportedMessages.Where(message => ids.Contains(message.ReportId)).OrderBy(message => message.Seq), cancellationToken) : [];
        var people = reports.SelectMany(report => new[] { report.Reporter, report.Author, report.DecidedBy }).OfType<UserId>().Concat(messages.Select(message => message.Sender)).Distinct().ToList();
        var names = (await db.ListAsync(db.Users.Where(user => people.Contains(user.Id)).Select(user => new { user.Id, user.Nickname }), cancellationToken))
            .ToDictionary(user => user.Id, user => new UserRef(user.Id.Value, user.Nickname.Value));
        UserRef NameOf(UserId user) => names.GetValueOrDefault(user) ?? new UserRef(user.Value, "");

        List<ReportView> views = [];
        foreach (var report in reports)
        {
            var context = messages.Where(message => message.ReportId == report.Id)
                .Select(message => new ContextMessageView(message.Seq, NameOf(message.Sender), message.Content, message.SentAt, message.IsReported)).ToList();
            var waiting = db.Reports.Where(other => other.TargetType == report.TargetType && other.TargetId == report.TargetId && other.State == ReportState.Open);
            views.Add(new ReportView(
                report.Id.Value, report.TargetType, report.TargetId, report.Reason, report.State, report.CreatedAt, report.IsAutomatic,
                report.Reporter is { } reporter ? NameOf(reporter) : null, await TargetAsync(db, report, NameOf(report.Author), context, toStaff, cancellationToken),
                toStaff ? await db.CountAsync(waiting, cancellationToken) : 1, toStaff ? report.Note : null,
                toStaff && report.DecidedBy is { } moderator ? NameOf(moderator) : null, report.DecidedAt, context));
        }
        return views;
    }

    private static async Task<TargetView> TargetAsync(IReadDb db, Report report, UserRef author, IReadOnlyList<ContextMessageView> context, bool toStaff, CancellationToken cancellationToken)
    {
        var gone = new TargetView(author, null, null, "", true, false, false, false);
        switch (report.TargetType)
        {
            case ReportTarget.Post:
                var id = PostId.From(report.TargetId);
                var post = db.Posts.Where(row => row.Id == id).Select(row => new { row.Title, row.Content.Excerpt, IsDeleted = row.DeletedAt != null, row.IsHeld, row.IsLocked, row.IsPinned });
                if (await db.FirstAsync(post, cancellationToken) is { } found && (toStaff || !found.IsDeleted))
                    return new TargetView(author, report.TargetId, found.Title.Value, found.Excerpt, found.IsDeleted && !found.IsHeld, found.IsHeld, found.IsLocked, found.IsPinned);
                break;
            case ReportTarget.Comment:
                var commentId = CommentId.From(report.TargetId);
                var comment =
                    from row in db.Comments
                    where row.Id == commentId
                    join parent in db.Posts on row.PostId equals parent.Id
                    select new { parent.Id, parent.Title, row.Content.Excerpt, IsDeleted = row.DeletedAt != null, row.IsHeld, parent.IsLocked, parent.IsPinned, IsPostDeleted = parent.DeletedAt != null };
                if (await db.FirstAsync(comment, cancellationToken) is { } said && (toStaff || !(said.IsDeleted || said.IsPostDeleted)))
                    return new TargetView(author, said.Id.Value, said.Title.Value, said.Excerpt, said.IsDeleted && !said.IsHeld, said.IsHeld, said.IsLocked, said.IsPinned);
                break;
            case ReportTarget.Message:
                var messageId = MessageId.From(report.TargetId);
                var stands = await db.AnyAsync(db.Messages.Where(row => row.Id == messageId && row.DeletedAt == null), cancellationToken);
                var text = context.FirstOrDefault(message => message.IsReported)?.Content ?? "";
                return new TargetView(author, null, null, Domain.Common.Text.Excerpt(text, 200), !stands, false, false, false);
            default:
                return new TargetView(author, null, null, "", false, false, false, false);
        }
        return gone;
    }
}

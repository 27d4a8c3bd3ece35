using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Reports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Reports;

/// <summary>Tells the moderators that something I can see is not right. The same thing twice, while nobody has decided, is once.</summary>
public sealed record FileReport(ReportTarget? TargetType, Guid? TargetId, [Multiline] string Reason, [Verbatim] string? IdempotencyKey) : ICreate
{
    public string Fingerprint => $"{TargetType} {TargetId}\n{Reason}";
}

public sealed class FileReportValidator : AbstractValidator<FileReport>
{
    public FileReportValidator()
    {
        RuleFor(c => c.TargetType).NotNull().WithMessage("Say what kind of thing it is: post, comment, message or user.").IsInEnum().WithMessage("A post, comment, message or user can be reported.");
        RuleFor(c => c.TargetId).NotNull().WithMessage("Say which one.");
        RuleFor(c => c.Reason).Must(reason => !Text.IsBlank(reason)).WithMessage("Say what is wrong.")
            .MaximumLength(Report.MaxReasonLength).WithMessage($"At most {Report.MaxReasonLength} characters.");
    }
}

public sealed class FileReportHandler(IReportRepository reports, IReadDb db, IActor actor, TimeProvider clock) : ICommandHandler<FileReport, Result<Created>>
{
    public async ValueTask<Result<Created>> Handle(FileReport command, CancellationToken cancellationToken)
    {
        var (type, id) = (command.TargetType!.Value, command.TargetId!.Value);
        var message = type is ReportTarget.Message ? await VisibleMessageAsync(MessageId.From(id), cancellationToken) : null;
        if ((message?.Sender ?? await AuthorAsync(type, id, cancellationToken)) is not { } author) return ReportErrors.TargetNotFound;
        if (author == actor.UserId) return ReportErrors.Own;
        if ((await reports.OpenAsync(type, id, cancellationToken)).FirstOrDefault(open => open.Reporter == actor.UserId) is { } first) return new Created(first.Id.Value, IsNew: false);

        var report = new Report(actor.UserId, type, id, author, command.Reason, clock.GetUtcNow());
        reports.Add(report);
        if (message is not null) await KeepContextAsync(report.Id, message, cancellationToken);
        return new Created(report.Id.Value);
    }

    private async ValueTask<UserId?> AuthorAsync(ReportTarget type, Guid id, CancellationToken cancellationToken) => type switch
    {
        ReportTarget.Post => await db.FirstAsync(db.Posts.VisibleTo(actor).WithId(PostId.From(id)).Select(post => (UserId?)post.Author), cancellationToken),
        ReportTarget.Comment => await db.FirstAsync(
            from comment in db.Comments
            where comment.Id == CommentId.From(id) && comment.DeletedAt == null
            join post in db.Posts.VisibleTo(actor) on comment.PostId equals post.Id
            select (UserId?)comment.Author, cancellationToken),
        ReportTarget.User => await db.FirstAsync(db.Users.Where(user => user.Id == UserId.From(id)).Select(user => (UserId?)user.Id), cancellationToken),
        _ => null,
    };

    private Task<Message?> VisibleMessageAsync(MessageId id, CancellationToken cancellationToken) => db.FirstAsync(
        from message in db.Messages
        where message.Id == id && message.DeletedAt == null
        join me in db.Members on message.ChatId equals me.ChatId
        where me.UserId == actor.UserId && message.Seq >= me.HistoryFromSeq
        select message, cancellationToken);

    /// <summary>The message and a few around it, as the reporter sees them now: nothing else of the chat becomes visible, and what is deleted afterwards can still be judged.</summary>
    private async ValueTask KeepContextAsync(ReportId report, Message message, CancellationToken cancellationToken)
    {
        var chat =
            from near in db.Messages
            where near.ChatId == message.ChatId && near.DeletedAt == null
            join me in db.Members on near.ChatId equals me.ChatId
            where me.UserId == actor.UserId && near.Seq >= me.HistoryFromSeq
            select near;
        var before = await db.ListAsync(chat.Where(near => near.Seq < message.Seq).OrderByDescending(near => near.Seq).Take(ReportedMessage.Around), cancellationToken);
        var after = await db.ListAsync(chat.Where(near => near.Seq > message.Seq).OrderBy(near => near.Seq).Take(ReportedMessage.Around), cancellationToken);
        foreach (var near in before.Append(message).Concat(after)) reports.Add(new ReportedMessage(report, near, near.Seq == message.Seq));
    }
}

using Mediator;
using RealTimeForum.Application.Comments;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Uploads;

/// <summary>An image, for whoever may see the place where it is used; before it is used, for its owner.</summary>
public sealed record GetUpload(UploadId Id) : IQuery<Result<UploadView>>;

public sealed class GetUploadHandler(IReadDb db, IActor actor) : IQueryHandler<GetUpload, Result<UploadView>>
{
    public async ValueTask<Result<UploadView>> Handle(GetUpload query, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.Uploads.Where(upload => upload.Id == query.Id), cancellationToken) is not { } upload) return UploadErrors.NotFound;
        return await IsSeenAsync(upload, cancellationToken) ? Show(upload) : UploadErrors.NotFound;
    }

    internal static UploadView Show(Upload upload)
    {
        var view = AttachmentView.Of(upload);
        return new UploadView(view.Id, view.Url, view.SmallUrl, view.ContentType, upload.Size, view.Width, view.Height, view.Placeholder, view.Alt);
    }

    private async ValueTask<bool> IsSeenAsync(Upload upload, CancellationToken cancellationToken)
    {
        switch (upload.Use)
        {
            case UploadUse.None: return actor.IsSignedIn && upload.Owner == actor.UserId;
            case UploadUse.Avatar: return true;
            case UploadUse.Post when actor.RefusalOf(Act.ReadForum) is null:
                var post = PostId.From(upload.Place!.Value);
                return await db.AnyAsync(db.Posts.ReadableBy(actor).WithId(post), cancellationToken);
            case UploadUse.Comment when actor.RefusalOf(Act.ReadForum) is null:
                var commentId = CommentId.From(upload.Place!.Value);
                return await db.AnyAsync(
                    from comment in db.Comments.ReadableBy(actor)
                    where comment.Id == commentId
                    join parent in db.Posts.VisibleTo(actor) on comment.PostId equals parent.Id
                    select comment.Id, cancellationToken);
            case UploadUse.Message when actor.RefusalOf(Act.ReadChats) is null:
                var messageId = MessageId.From(upload.Place!.Value);
                return await db.AnyAsync(
                    from message in db.Messages
                    where message.Id == messageId && message.DeletedAt == null
                    join member in db.Members on message.ChatId equals member.ChatId
                    where member.UserId == actor.UserId && message.Seq >= member.HistoryFromSeq
                    select message.Seq, cancellationToken);
            case UploadUse.ChatPicture when actor.RefusalOf(Act.ReadChats) is null:
                var chat = ChatId.From(upload.Place!.Value);
                return await db.AnyAsync(db.Members.Where(member => member.ChatId == chat && member.UserId == actor.UserId), cancellationToken);
            default: return false;
        }
    }
}

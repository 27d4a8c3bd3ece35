using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Notifications;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Reports;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Mail;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Persistence.Mapping;

namespace RealTimeForum.Infrastructure.Identity;

internal sealed class PersonalData(ReadPool pool, UnitOfWork work, IDatabaseProduct database, IUploadFiles files, IOptions<ForumOptions> options) : IPersonalData
{
    /// <summary>Written to the socket whenever so much is ready.</summary>
    private const int FlushBytes = 32 * 1024;

    public async Task WriteAsync(UserId user, Stream to, CancellationToken cancellationToken)
    {
        var db = pool.Rent();
        var pipe = PipeWriter.Create(to, new StreamPipeWriterOptions(leaveOpen: true));
        var json = new Export(pipe);
        try
        {
            json.Writer.WriteStartObject();
            await WriteAccountAsync(db, json, user, cancellationToken);
            await WriteForumAsync(db, json, user, cancellationToken);
            await WriteChatsAsync(db, json, user, cancellationToken);
            await WriteListAsync(json, "uploads", UploadsOf(db, user).Select(upload => new
            {
                Id = upload.Id.Value, File = NameOf(upload.Id, upload.ContentType), upload.Use, upload.Place, upload.ContentType, upload.Size, upload.Width, upload.Height, upload.Alt, upload.CreatedAt,
            }), cancellationToken);
            json.Writer.WriteEndObject();
            await json.FlushAsync(cancellationToken);
            await pipe.CompleteAsync();
        }
        finally
        {
            await json.Writer.DisposeAsync();
            pool.Return(db);
        }
    }

    public async IAsyncEnumerable<OwnFile> FilesAsync(UserId user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var db = pool.Rent();
        try
        {
            await foreach (var upload in UploadsOf(db, user).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                if (await files.OpenAsync(upload.Id, isSmall: false, cancellationToken) is { } content) yield return new OwnFile(NameOf(upload.Id, upload.ContentType), content);
            }
        }
        finally
        {
            pool.Return(db);
        }
    }

    public async Task ForgetAsync(UserId user, CancellationToken cancellationToken)
    {
        await work.Db.Set<IdempotencyKey>().Where(key => key.UserId == user.Value).ExecuteDeleteAsync(cancellationToken);
        await work.Db.Set<MailedToken>().Where(token => token.UserId == user).ExecuteDeleteAsync(cancellationToken);
        await work.Db.Set<OutboxMail>().Where(mail => mail.UserId == user).ExecuteDeleteAsync(cancellationToken);
        await work.Db.Set<Block>().Where(block => block.Blocker == user || block.Blocked == user).ExecuteDeleteAsync(cancellationToken);
        await work.Db.Set<Notification>().Where(notification => notification.UserId == user || notification.Actor == user).ExecuteDeleteAsync(cancellationToken);
        await work.Db.Set<NotificationMark>().Where(mark => mark.UserId == user).ExecuteDeleteAsync(cancellationToken);
        await work.Db.Set<PostInterest>().Where(interest => interest.UserId == user).ExecuteDeleteAsync(cancellationToken);
        await work.Db.Set<PostVisit>().Where(visit => visit.UserId == user).ExecuteDeleteAsync(cancellationToken);
        await work.Db.Set<Upload>().Where(upload => upload.Owner == user && (upload.Use == UploadUse.None || upload.Use == UploadUse.Avatar)).ExecuteUpdateAsync(
            set => set.SetProperty(upload => upload.Use, UploadUse.Gone).SetProperty(upload => upload.Place, (Guid?)null)
                .SetProperty(upload => upload.Alt, "").SetProperty(upload => upload.Placeholder, ""), cancellationToken);
        await work.Db.Set<Removal>().Where(removal => removal.UserId == user).ExecuteDeleteAsync(cancellationToken);
        await work.Db.Set<ReportedMessage>().Where(message => message.Sender == user).ExecuteDeleteAsync(cancellationToken);
    }

    public async Task CleanAsync(UserId user, CancellationToken cancellationToken)
    {
        var mails = Path.Combine(options.Value.DataDirectory, MailSender.Folder);
        if (Directory.Exists(mails))
        {
            foreach (var file in Directory.GetFiles(mails, MailSender.FilesOf(user))) File.Delete(file);
        }
        var db = pool.Rent();
        try
        {
            foreach (var id in await db.Set<Upload>().Where(upload => upload.Owner == user && upload.Use == UploadUse.Gone).Select(upload => upload.Id).ToListAsync(cancellationToken)) await files.DeleteAsync(id, cancellationToken);
        }
        finally
        {
            pool.Return(db);
        }
        await database.ForgetErasedAsync(cancellationToken);
    }

    private static IQueryable<Upload> UploadsOf(ForumDb db, UserId user) => db.Set<Upload>().Where(upload => upload.Owner == user && upload.Use != UploadUse.Gone);

    private static string NameOf(UploadId id, string contentType) => $"uploads/{id.Value:D}.{contentType.Split('/')[^1]}";

    private static async Task WriteAccountAsync(ForumDb db, Export json, UserId user, CancellationToken cancellationToken)
    {
        var me = await db.Set<User>().FirstAsync(person => person.Id == user, cancellationToken);
        json.Writer.WritePropertyName("account");
        Write(json, new
        {
            Id = me.Id.Value, Nickname = me.Nickname.Value, Email = me.Email.Value, me.EmailConfirmedAt, me.Details.FirstName, me.Details.LastName, me.Details.Age, me.Details.Gender,
            me.Role, me.Language, me.JoinedAt, me.HasTwoFactor, me.Suspension,
        });
        await WriteListAsync(json, "settings", db.Set<Client>().Where(client => client.Id == user)
            .Select(client => new { client.WhoMayWrite, client.StrangersAsk, client.ShowsReadMarks, client.IsInvisible, client.LastSeenAt }), cancellationToken);
        await WriteListAsync(json, "sessions", db.Set<Session>().Where(session => session.UserId == user)
            .Select(session => new { Id = session.Id.Value, session.UserAgent, session.Address, session.CreatedAt, session.LastUsedAt }), cancellationToken);
        await WriteListAsync(json, "apiTokens", db.Set<ApiToken>().Where(token => token.UserId == user)
            .Select(token => new { Id = token.Id.Value, token.Name, Scopes = token.Scopes.ToString(), token.CreatedAt, token.ExpiresAt, token.LastUsedAt }), cancellationToken);
    }

    private static async Task WriteForumAsync(ForumDb db, Export json, UserId user, CancellationToken cancellationToken)
    {
        await WriteListAsync(json, "posts", db.Set<Post>().Where(post => post.Author == user)
            .Select(post => new { Id = post.Id.Value, CategoryId = post.CategoryId.Value, Title = post.Title.Value, Content = post.Content.Source, post.CreatedAt, post.EditedAt, post.DeletedAt }), cancellationToken);
        await WriteListAsync(json, "postTags",
            from tag in db.Set<PostTag>()
            join post in db.Set<Post>() on tag.PostId equals post.Id
            where post.Author == user
            select new { PostId = post.Id.Value, tag.Tag }, cancellationToken);
        await WriteListAsync(json, "comments", db.Set<Comment>().Where(comment => comment.Author == user)
            .Select(comment => new { Id = comment.Id.Value, PostId = comment.PostId.Value, Content = comment.Content.Source, comment.CreatedAt, comment.EditedAt, comment.DeletedAt }), cancellationToken);
        await WriteListAsync(json, "postRevisions",
            from revision in db.Set<PostRevision>()
            join post in db.Set<Post>() on revision.PostId equals post.Id
            where post.Author == user
            select new { PostId = post.Id.Value, revision.Version, Title = revision.Title.Value, Content = revision.Content.Source, revision.WrittenAt, revision.ReplacedAt }, cancellationToken);
        await WriteListAsync(json, "commentRevisions",
            from revision in db.Set<CommentRevision>()
            join comment in db.Set<Comment>() on revision.CommentId equals comment.Id
            where comment.Author == user
            select new { CommentId = comment.Id.Value, revision.Version, Content = revision.Content.Source, revision.WrittenAt, revision.ReplacedAt }, cancellationToken);
        await WriteListAsync(json, "postReactions", db.Set<PostReaction>().Where(reaction => reaction.UserId == user)
            .Select(reaction => new { PostId = reaction.PostId.Value, Emoji = reaction.Emoji.Value }), cancellationToken);
        await WriteListAsync(json, "commentReactions", db.Set<CommentReaction>().Where(reaction => reaction.UserId == user)
            .Select(reaction => new { CommentId = reaction.CommentId.Value, Emoji = reaction.Emoji.Value }), cancellationToken);
        await WriteListAsync(json, "postInterests", db.Set<PostInterest>().Where(interest => interest.UserId == user)
            .Select(interest => new { PostId = interest.PostId.Value, interest.IsFollowed, interest.IsMuted, interest.IsBookmarked }), cancellationToken);
        await WriteListAsync(json, "postVisits", db.Set<PostVisit>().Where(visit => visit.UserId == user)
            .Select(visit => new { PostId = visit.PostId.Value, visit.SeenComments }), cancellationToken);
        await WriteListAsync(json, "notifications", db.Set<Notification>().Where(notification => notification.UserId == user)
            .Select(notification => new
            {
                Type = notification.Kind, CreatedAt = notification.At,
                PostId = notification.PostId == null ? (Guid?)null : notification.PostId.Value.Value, CommentId = notification.CommentId == null ? (Guid?)null : notification.CommentId.Value.Value,
                ChatId = notification.ChatId == null ? (Guid?)null : notification.ChatId.Value.Value, notification.MessageSeq,
            }), cancellationToken);
        await WriteListAsync(json, "reports", db.Set<Report>().Where(report => report.Reporter == user)
            .Select(report => new { report.TargetType, report.TargetId, report.Reason, report.CreatedAt, report.State }), cancellationToken);
        await WriteListAsync(json, "blocks", db.Set<Block>().Where(block => block.Blocker == user)
            .Select(block => new { UserId = block.Blocked.Value, block.At }), cancellationToken);
    }

    private static async Task WriteChatsAsync(ForumDb db, Export json, UserId user, CancellationToken cancellationToken)
    {
        await WriteListAsync(json, "chats",
            from member in db.Set<Member>()
            where member.UserId == user
            join chat in db.Set<Chat>() on member.ChatId equals chat.Id
            select new { Id = chat.Id.Value, chat.Name, chat.IsGroup, member.JoinedAt, member.ReadSeq, member.DeliveredSeq }, cancellationToken);
        await WriteListAsync(json, "invites", db.Set<Invite>().Where(invite => invite.Maker == user)
            .Select(invite => new { ChatId = invite.ChatId.Value, invite.CreatedAt, invite.ExpiresAt, invite.MaxUses, invite.Uses, invite.IsRevoked }), cancellationToken);
        await WriteListAsync(json, "messages", db.Set<Message>().Where(message => message.Sender == user)
            .Select(message => new { Id = message.Id.Value, ChatId = message.ChatId.Value, message.Seq, Content = message.Content.Value, message.SentAt, message.EditedAt }), cancellationToken);
        await WriteListAsync(json, "messageRevisions",
            from revision in db.Set<MessageRevision>()
            join message in db.Set<Message>() on new { revision.ChatId, Seq = revision.MessageSeq } equals new { message.ChatId, message.Seq }
            where message.Sender == user
            select new { Id = message.Id.Value, Content = revision.Content.Value, revision.WrittenAt, revision.ReplacedAt }, cancellationToken);
        await WriteListAsync(json, "messageReactions", db.Set<Reaction>().Where(reaction => reaction.UserId == user)
            .Select(reaction => new { ChatId = reaction.ChatId.Value, Seq = reaction.MessageSeq, Emoji = reaction.Emoji.Value }), cancellationToken);
    }

    private static async Task WriteListAsync<T>(Export json, string name, IQueryable<T> rows, CancellationToken cancellationToken)
    {
        json.Writer.WriteStartArray(name);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            Write(json, row);
            if (json.Pending > FlushBytes) await json.FlushAsync(cancellationToken);
        }
        json.Writer.WriteEndArray();
    }

    private static void Write<T>(Export json, T value) => JsonSerializer.Serialize(json.Writer, value, ForumJson.Options);

    /// <summary>The serializer flushes its writer as it likes; into a pipe that costs nothing, into a socket it would block.</summary>
    private sealed class Export(PipeWriter pipe)
    {
        public Utf8JsonWriter Writer { get; } = new(pipe, new JsonWriterOptions { Encoder = ForumJson.Options.Encoder });

        public long Pending => pipe.UnflushedBytes;

        public async ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            await Writer.FlushAsync(cancellationToken);
            await pipe.FlushAsync(cancellationToken);
        }
    }
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Notifications;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Reports;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>Contexts that are kept: over SQLite with their connection open, because opening one costs more than the query.</summary>
internal sealed class ReadPool(IDatabaseProduct product) : IDisposable
{
    private const int MaxKept = 32;

    private readonly ConcurrentBag<ForumDb> _idle = [];
    private int _kept;

    public ForumDb Rent()
    {
        if (_idle.TryTake(out var db))
        {
            Interlocked.Decrement(ref _kept);
            return db;
        }
        db = product.NewReader();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return db;
    }

    public void Return(ForumDb db)
    {
        if (Interlocked.Increment(ref _kept) <= MaxKept) _idle.Add(db);
        else
        {
            Interlocked.Decrement(ref _kept);
            Close(db);
        }
    }

    /// <summary>Closes those that nobody uses now, and gives their memory back.</summary>
    public void Trim()
    {
        while (_idle.TryTake(out var db))
        {
            Interlocked.Decrement(ref _kept);
            Close(db);
        }
    }

    public void Dispose() => Trim();

    private static void Close(ForumDb db)
    {
        var connection = db.Database.GetDbConnection();
        db.Dispose();
        connection.Dispose();
    }
}

internal sealed class ReadDb(UnitOfWork work, ReadPool pool, KnownChats chats, KnownBlocks blocks) : IReadDb, IDisposable
{
    private ForumDb? _rented;

    public ForumDb Db => work.IsRunning ? work.Db : _rented ??= pool.Rent();

    public IQueryable<User> Users => Rows<User>();

    public IQueryable<Client> Clients => Rows<Client>();

    public IQueryable<Block> Blocks => Rows<Block>();

    public IQueryable<Session> Sessions => Rows<Session>();

    public IQueryable<ApiToken> ApiTokens => Rows<ApiToken>();

    public IQueryable<Chat> Chats => Rows<Chat>();

    public IQueryable<Member> Members => Rows<Member>().Where(member => !member.IsGone);

    public IQueryable<Member> MembersAndGone => Rows<Member>();

    public IQueryable<MarkTime> MarkTimes => Rows<MarkTime>();

    public IQueryable<Mention> Mentions => Rows<Mention>();

    public IQueryable<Message> Messages => Rows<Message>();

    public IQueryable<MessageRevision> MessageRevisions => Rows<MessageRevision>();

    public IQueryable<Reaction> Reactions => Rows<Reaction>();

    public IQueryable<LogEntry> Log => Rows<LogEntry>();

    public IQueryable<Invite> Invites => Rows<Invite>();

    public IQueryable<Category> Categories => Rows<Category>();

    public IQueryable<Post> Posts => Rows<Post>();

    public IQueryable<PostRevision> PostRevisions => Rows<PostRevision>();

    public IQueryable<PostReaction> PostReactions => Rows<PostReaction>();

    public IQueryable<Comment> Comments => Rows<Comment>();

    public IQueryable<CommentRevision> CommentRevisions => Rows<CommentRevision>();

    public IQueryable<CommentReaction> CommentReactions => Rows<CommentReaction>();

    public IQueryable<Upload> Uploads => Rows<Upload>();

    public IQueryable<Report> Reports => Rows<Report>();

    public IQueryable<ReportedMessage> ReportedMessages => Rows<ReportedMessage>();

    public IQueryable<Notification> Notifications => Rows<Notification>();

    public IQueryable<NotificationMark> NotificationMarks => Rows<NotificationMark>();

    public IQueryable<PostTag> PostTags => Rows<PostTag>();

    public IQueryable<PostInterest> PostInterests => Rows<PostInterest>();

    public IQueryable<AuditEntry> Audit => Rows<AuditEntry>();

    public IQueryable<SignUpInvitation> SignUpInvitations => Rows<SignUpInvitation>();

    public IQueryable<Sample> Samples => Rows<Sample>();

    public IQueryable<MailedToken> MailedTokens => Rows<MailedToken>();

    /// <summary>What this command wrote is nobody else's to read yet: it reads for itself.</summary>
    public async ValueTask<KnownChat?> FindChatAsync(ChatId id, CancellationToken cancellationToken) =>
        work.IsRunning ? await KnownChats.ReadAsync(Db, id, cancellationToken) : await chats.FindAsync(id);

    public async ValueTask<IReadOnlyDictionary<UserId, bool>> BlocksAsync(UserId user, CancellationToken cancellationToken) =>
        work.IsRunning ? await KnownBlocks.ReadAsync(Db, user) : await blocks.OfAsync(user);

    public Task<List<PostInterest>> InterestsAsync(PostId post, CancellationToken cancellationToken) => CompiledQueries.Of(Db).Interests(Db, post).ToListAsync(cancellationToken).AsTask();

    public Task<List<Message>> MessagesBelowAsync(ChatId chat, long above, long below, int most, CancellationToken cancellationToken) =>
        CompiledQueries.Of(Db).MessagesBelow(Db, chat, above, below, most).ToListAsync(cancellationToken).AsTask();

    public Task<List<Message>> MessagesAboveAsync(ChatId chat, long above, int most, CancellationToken cancellationToken) =>
        CompiledQueries.Of(Db).MessagesAbove(Db, chat, above, most).ToListAsync(cancellationToken).AsTask();

    public Task<List<Message>> MessagesAsync(ChatId chat, List<long> seqs, CancellationToken cancellationToken) =>
        CompiledQueries.Of(Db).Messages(Db, chat, seqs).ToListAsync(cancellationToken).AsTask();

    public Task<List<Reaction>> ReactionsAsync(ChatId chat, long first, long last, CancellationToken cancellationToken) =>
        CompiledQueries.Of(Db).Reactions(Db, chat, first, last).ToListAsync(cancellationToken).AsTask();

    public Task<List<LogEntry>> LinesAsync(ChatId chat, long first, long last, long historyFromSeq, int most, CancellationToken cancellationToken) =>
        CompiledQueries.Of(Db).Lines(Db, chat, first, last, historyFromSeq, most).ToListAsync(cancellationToken).AsTask();

    public Task<List<T>> ListAsync<T>(IQueryable<T> query, CancellationToken cancellationToken) => query.ToListAsync(cancellationToken);

    public Task<T?> FirstAsync<T>(IQueryable<T> query, CancellationToken cancellationToken) => query.FirstOrDefaultAsync(cancellationToken);

    public Task<bool> AnyAsync<T>(IQueryable<T> query, CancellationToken cancellationToken) => query.AnyAsync(cancellationToken);

    public Task<int> CountAsync<T>(IQueryable<T> query, CancellationToken cancellationToken) => query.CountAsync(cancellationToken);

    /// <summary>A scope that knows this object under two types disposes it twice; the context goes back once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented) pool.Return(rented);
    }

    private IQueryable<T> Rows<T>()
        where T : class => Db.Set<T>().AsNoTracking();
}

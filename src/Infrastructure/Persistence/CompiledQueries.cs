using Microsoft.EntityFrameworkCore;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence.Sqlite;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>What is asked for most, translated once for each database product and not for every request.</summary>
internal sealed class CompiledQueries
{
    private static readonly CompiledQueries Sqlite = new();
    private static readonly CompiledQueries Postgres = new();

    private CompiledQueries() { }

    public readonly Func<ForumDb, ChatId, long, long, int, IAsyncEnumerable<Message>> MessagesBelow = EF.CompileAsyncQuery(
        (ForumDb db, ChatId chat, long above, long below, int most) => db.Set<Message>().AsNoTracking()
            .Where(message => message.ChatId == chat && message.Seq > above && message.Seq < below).OrderByDescending(message => message.Seq).Take(most));

    public readonly Func<ForumDb, ChatId, long, int, IAsyncEnumerable<Message>> MessagesAbove = EF.CompileAsyncQuery(
        (ForumDb db, ChatId chat, long above, int most) => db.Set<Message>().AsNoTracking()
            .Where(message => message.ChatId == chat && message.Seq > above).OrderBy(message => message.Seq).Take(most));

    public readonly Func<ForumDb, ChatId, List<long>, IAsyncEnumerable<Message>> Messages = EF.CompileAsyncQuery(
        (ForumDb db, ChatId chat, List<long> seqs) => db.Set<Message>().AsNoTracking().Where(message => message.ChatId == chat && seqs.Contains(message.Seq)));

    public readonly Func<ForumDb, ChatId, long, long, IAsyncEnumerable<Reaction>> Reactions = EF.CompileAsyncQuery(
        (ForumDb db, ChatId chat, long first, long last) => db.Set<Reaction>().AsNoTracking()
            .Where(reaction => reaction.ChatId == chat && reaction.MessageSeq >= first && reaction.MessageSeq <= last));

    public readonly Func<ForumDb, ChatId, long, long, long, int, IAsyncEnumerable<LogEntry>> Lines = EF.CompileAsyncQuery(
        (ForumDb db, ChatId chat, long first, long last, long historyFromSeq, int most) => db.Set<LogEntry>().AsNoTracking()
            .Where(entry => entry.ChatId == chat && entry.Seq >= first && entry.Seq <= last && entry.Type >= LogEntryType.MemberJoined && (entry.MessageSeq ?? entry.Seq) >= historyFromSeq)
            .OrderByDescending(entry => entry.Seq).Take(most));

    public readonly Func<ForumDb, ChatId, Task<Chat?>> Chat = EF.CompileAsyncQuery(
        (ForumDb db, ChatId id) => db.Set<Chat>().AsNoTracking().FirstOrDefault(chat => chat.Id == id));

    public readonly Func<ForumDb, UserId, IAsyncEnumerable<Block>> Blocks = EF.CompileAsyncQuery(
        (ForumDb db, UserId user) => db.Set<Block>().AsNoTracking().Where(block => block.Blocker == user || block.Blocked == user));

    public readonly Func<ForumDb, PostId, IAsyncEnumerable<PostInterest>> Interests = EF.CompileAsyncQuery(
        (ForumDb db, PostId post) => db.Set<PostInterest>().AsNoTracking().Where(interest => interest.PostId == post));

    public readonly Func<ForumDb, UserId, Task<Client?>> Client = EF.CompileAsyncQuery(
        (ForumDb db, UserId user) => db.Set<Client>().AsNoTracking().FirstOrDefault(client => client.Id == user));

    public readonly Func<ForumDb, UserId, IAsyncEnumerable<LiveMembership>> LiveMemberships = EF.CompileAsyncQuery(
        (ForumDb db, UserId user) =>
            from member in db.Set<Member>()
            where member.UserId == user && !member.IsGone
            join chat in db.Set<Chat>() on member.ChatId equals chat.Id
            select new LiveMembership(chat.Id, member.HistoryFromSeq, chat.RequestTo));

    public readonly Func<ForumDb, UserId, IAsyncEnumerable<ChatId>> Memberships = EF.CompileAsyncQuery(
        (ForumDb db, UserId user) => db.Set<Member>().Where(member => member.UserId == user).Select(member => member.ChatId));

    public readonly Func<ForumDb, byte[], Task<FoundSession?>> Session = EF.CompileAsyncQuery(
        (ForumDb db, byte[] tokenHash) => (
            from session in db.Set<Session>().AsNoTracking()
            where session.TokenHash == tokenHash
            join user in db.Set<User>().AsNoTracking() on session.UserId equals user.Id
            select new FoundSession(session, user)).FirstOrDefault());

    public static CompiledQueries Of(ForumDb db) => db is SqliteForumDb ? Sqlite : Postgres;
}

internal sealed record FoundSession(Session Session, User User);

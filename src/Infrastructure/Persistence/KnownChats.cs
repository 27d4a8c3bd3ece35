using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>
/// Chats as they were last committed, for everybody who reads. After each commit, before anybody hears of it, the writer says what became of them.
/// </summary>
internal sealed class KnownChats(ReadPool pool, IDatabaseProduct product)
{
    private const int MostMembers = 100_000;

    private readonly ConcurrentDictionary<ChatId, Task<KnownChat?>> _known = new();
    private int _members;

    public async ValueTask<KnownChat?> FindAsync(ChatId id)
    {
        if (product.IsShared) return await ReadAsync(id);
        if (_known.TryGetValue(id, out var known)) return await known;
        var mine = new TaskCompletionSource<KnownChat?>(TaskCreationOptions.RunContinuationsAsynchronously);
        known = _known.GetOrAdd(id, mine.Task);
        if (known != mine.Task) return await known;
        try
        {
            var chat = await ReadAsync(id);
            if (chat is null) Forget(id, mine.Task);
            else if (Interlocked.Add(ref _members, chat.Members.Count) > MostMembers) Clear();
            mine.SetResult(chat);
            return chat;
        }
        catch (Exception exception)
        {
            Forget(id, mine.Task);
            mine.SetException(exception);
            throw;
        }
    }

    /// <summary>Of these chats nothing moved but numbers.</summary>
    public void Use(Chat chat, IReadOnlyList<Member> moved)
    {
        if (!_known.TryGetValue(chat.Id, out var before)) return;
        // Whoever is reading it right now may have read too early.
        if (before is { IsCompletedSuccessfully: true, Result: { } known } && known.With(chat.Snapshot(), [.. moved.Select(member => member.Snapshot())]) is { } next)
            _known.TryUpdate(chat.Id, Task.FromResult<KnownChat?>(next), before);
        else Forget(chat.Id, before);
    }

    public void Forget(ChatId id)
    {
        if (_known.TryRemove(id, out var known)) Discount(known);
    }

    public void Clear()
    {
        foreach (var id in _known.Keys) Forget(id);
    }

    public static async Task<KnownChat?> ReadAsync(ForumDb db, ChatId id, CancellationToken cancellationToken)
    {
        if (await CompiledQueries.Of(db).Chat(db, id) is not { } chat) return null;
        var members = db.Set<Member>().AsNoTracking().Where(member => member.ChatId == id && !member.IsGone)
            .Join(db.Set<User>(), member => member.UserId, user => user.Id, (member, user) => new MemberRow(member, user.Nickname));
        return new KnownChat(chat, [.. (await members.ToListAsync(cancellationToken)).OrderBy(row => row.Member.JoinedAt).ThenBy(row => row.Member.UserId)]);
    }

    private async Task<KnownChat?> ReadAsync(ChatId id)
    {
        var db = pool.Rent();
        try { return await ReadAsync(db, id, CancellationToken.None); }
        finally { pool.Return(db); }
    }

    private void Forget(ChatId id, Task<KnownChat?> known)
    {
        if (_known.TryRemove(new KeyValuePair<ChatId, Task<KnownChat?>>(id, known))) Discount(known);
    }

    private void Discount(Task<KnownChat?> known)
    {
        if (known is { IsCompletedSuccessfully: true, Result: { } chat }) Interlocked.Add(ref _members, -chat.Members.Count);
    }
}

using System.Collections.Concurrent;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.WebApi.Http;

/// <summary>
/// What somebody is shown of all their chats, kept as the bytes that are sent, until something in one of these chats changes, or who is in them. What
/// clients ask for again and again – after a reconnect, in another tab, when a window comes back to the front – costs nothing as long as it is the same.
/// </summary>
internal sealed class OwnAnswers(Freshness freshness, Memberships memberships, IPresence presence)
{
    private const long MostBytes = 16L * 1024 * 1024;

    private readonly ConcurrentDictionary<(UserId Reader, string Address), Kept> _kept = new();
    private long _bytes;

    /// <param name="address">Everything that the answer depends on besides the reader.</param>
    public async ValueTask<IResult> AnswerAsync<T>(HttpContext http, string address, IQuery<Result<T>> query)
    {
        var reader = http.RequestServices.GetRequiredService<IActor>().UserId;
        if (_kept.TryGetValue((reader, address), out var kept) && kept.Number == NumberOf(reader) + freshness.Of(kept.Chats)) return kept.Answer;

        // The numbers are older than the rows: where they change meanwhile the answer is made once more.
        var number = NumberOf(reader);
        var chats = await memberships.OfAsync(reader, http.RequestAborted);
        number += freshness.Of(chats);
        if (!(await http.RequestServices.GetRequiredService<ISender>().Send(query, http.RequestAborted)).TryGet(out var value, out var error)) return Problems.From(error);
        var answer = Ready.Of(value, versionOf: null, new HashSet<UserId>());
        Keep((reader, address), new Kept(answer, chats, number));
        return answer;
    }

    private void Keep((UserId Reader, string Address) key, Kept kept)
    {
        // Counted roughly: what was replaced counts on until everything is dropped.
        if (Interlocked.Add(ref _bytes, kept.Answer.Bytes + (16 * kept.Chats.Count)) > MostBytes)
        {
            Interlocked.Exchange(ref _bytes, 0);
            _kept.Clear();
        }
        _kept[key] = kept;
    }

    private long NumberOf(UserId reader) => freshness.Of(reader) + freshness.People + presence.Changes;

    private sealed record Kept(Ready Answer, IReadOnlyList<ChatId> Chats, long Number);
}

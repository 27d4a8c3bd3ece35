using Mediator;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>Who reacted to a message and with what, in order; for the chat's members.</summary>
public sealed record GetReactors(MessageId Id) : IQuery<Result<Page<ReactorView>>>;

public sealed record ReactorView(string Emoji, UserRef User, DateTimeOffset At);

public sealed class GetReactorsHandler(IReadDb db, IActor actor) : IQueryHandler<GetReactors, Result<Page<ReactorView>>>
{
    private const int MostShown = 500;

    public async ValueTask<Result<Page<ReactorView>>> Handle(GetReactors query, CancellationToken cancellationToken)
    {
        if (await db.FirstAsync(db.VisibleMessages(actor.UserId).Where(message => message.Id == query.Id), cancellationToken) is not { } found) return ChatErrors.MessageNotFound;
        var rows =
            from reaction in db.Reactions
            where reaction.ChatId == found.ChatId && reaction.MessageSeq == found.Seq
            join user in db.Users on reaction.UserId equals user.Id
            orderby reaction.At
            select new { reaction.Emoji, reaction.At, user.Id, user.Nickname };
        return Page.Whole<ReactorView>(
            [.. (await db.ListAsync(rows.Take(MostShown), cancellationToken)).Select(row => new ReactorView(row.Emoji.Value, new UserRef(row.Id.Value, row.Nickname.Value), row.At))]);
    }
}

using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Chats;

/// <summary>Messages of a chat, oldest first.</summary>
/// <param name="Before">Only messages numbered below this, the nearest ones; null for both starts at the newest.</param>
/// <param name="After">Only messages numbered above this, the nearest ones.</param>
public sealed record GetHistory(ChatId ChatId, long? Before, long? After, int Limit) : IQuery<Result<HistoryView>>
{
    public const int DefaultLimit = 10;
}

/// <param name="HasMore">Whether there is more in the direction that was asked for.</param>
public sealed record HistoryView(IReadOnlyList<MessageView> Items, bool HasMore);

public sealed class GetHistoryValidator : AbstractValidator<GetHistory>
{
    public GetHistoryValidator()
    {
        RuleFor(q => q.Limit).IsLimit();
        RuleFor(q => q.Before).GreaterThan(0).WithMessage("A seq is 1 or more.");
        RuleFor(q => q.After).GreaterThanOrEqualTo(0).WithMessage("A seq is not negative.").Must((query, after) => after is null || query.Before is null).WithMessage("Give before or after, not both.");
    }
}

public sealed class GetHistoryHandler(IReadDb db, IActor actor) : IQueryHandler<GetHistory, Result<HistoryView>>
{
    public async ValueTask<Result<HistoryView>> Handle(GetHistory query, CancellationToken cancellationToken)
    {
        if (!await db.AnyAsync(db.Members.Membership(query.ChatId, actor.UserId), cancellationToken)) return ChatErrors.NotFound;
        var messages = db.Messages.In(query.ChatId);
        messages = query.After is { } after
            ? messages.Where(message => message.Seq > after).OrderBy(message => message.Seq)
            : messages.Before(query.Before).OrderByDescending(message => message.Seq);

        var rows = await db.ListAsync(messages.Take(query.Limit + 1), cancellationToken);
        var hasMore = rows.Count > query.Limit;
        if (hasMore) rows.RemoveAt(query.Limit);
        if (query.After is null) rows.Reverse();
        return new HistoryView(await MessageViews.OfAsync(db, query.ChatId, rows, actor.UserId, cancellationToken), hasMore);
    }
}
